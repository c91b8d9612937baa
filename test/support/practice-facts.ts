import { CARE_CONTENT_CODES } from '../../src/law/code-lists/content-lists.js';
import type {
  CriteriaFacts,
  EvaluatedFacts,
  EvaluatingFacts,
  EvaluationMade,
  NeedsFacts,
  Promised,
  Published,
  ResidentsFacts,
  ServiceFacts,
  SupplyFacts,
  SurveyHeld,
  WorkDone,
} from '../../src/watch/facts/practice-facts.js';
import { seatsFacts } from './seats-facts.js';
import { CONTINUOUS, REACHED, recorded } from './risk-facts.js';

const frame = {
  subject: { type: 'contract' as const, id: 'c1', key: 'contract-1' },
  asOf: '2026-06-30',
  conflicts: [],
};

/** Records of one kind: so many, of so many minutes each. */
export function work(records: number, each: number, change: Partial<WorkDone> = {}): WorkDone {
  const done = { form: 'visit', content: null, withinContract: true, ...change };
  return {
    key: `${done.form}/${done.content ?? '-'}/${done.withinContract}`,
    records,
    minutes: records * each,
    visits: records,
    ...done,
  };
}

let standards = 0;
export const promise = (change: Partial<Promised> = {}): Promised => ({
  key: String((standards += 1)).padStart(6, '0'),
  of: 'minutes',
  form: null,
  content: null,
  target: 6_000,
  unit: '分钟',
  ...change,
});

/** Records spread over so many days of equal work. */
export const workedOn = (days: number): NonNullable<ServiceFacts['days']> => {
  const alike = { records: days, minutes: days, visits: days };
  return { within: alike, all: alike };
};

/** A contract of home care that has begun; its records, where there are any, lie on a hundred days. */
export const serviceFacts = (
  done: readonly WorkDone[] | null,
  promised: readonly Promised[] | null,
  change: Partial<ServiceFacts> = {},
): ServiceFacts => ({
  ...frame,
  category: CONTINUOUS,
  contents: [...CARE_CONTENT_CODES],
  begun: true,
  work: done,
  days: done === null ? null : workedOn(100),
  promised,
  ...change,
});

/** A social-work agency with a third of its staff licensed, registered for what it supplies. */
export const supplyFacts = (change: Partial<SupplyFacts> = {}): SupplyFacts => ({
  ...frame,
  category: CONTINUOUS,
  publicService: true,
  supplier: { key: 'agency', record: 'organisation:o1', name: '示例社会工作服务中心' },
  kind: 'agency',
  fields: ['ELDERLY_HOME_CARE', 'COMMUNITY_SOCIAL_WORK'],
  licensed: 4,
  staff: 12,
  ...change,
});

export const surveyHeld = (change: Partial<SurveyHeld> = {}): SurveyHeld => ({
  key: 'acceptance/2026-06-20',
  record: 'survey:y1',
  closesOn: '2026-06-20',
  population: 200,
  sampled: 60,
  answered: 40,
  received: null,
  withheld: null,
  recorded: null,
  ...change,
});

export const residentsFacts = (change: Partial<ResidentsFacts> = {}): ResidentsFacts => ({
  ...frame,
  category: CONTINUOUS,
  publicService: true,
  issuedOn: null,
  opinions: null,
  acceptances: [],
  surveys: [],
  reach: REACHED,
  ...change,
});

/** A tender whose documents were issued in 2025 after the public was heard. */
export const demandFacts = (change: Partial<ResidentsFacts> = {}): ResidentsFacts =>
  residentsFacts({
    subject: { type: 'tender', id: 't1', key: 'tender-1' },
    issuedOn: recorded('2025-11-20', null, 'fact:n1'),
    opinions: [{ key: '2025-11-01/12', record: 'tender_opinion:p1', heldOn: '2025-11-01', participants: 12 }],
    ...change,
  });

/** So many pieces of evidence in time, and so many late, before a delivery on 2026-06-30. */
export const evaluationMade = (inTime: number, late: number, change: Partial<EvaluationMade> = {}): EvaluationMade => ({
  key: 'final',
  record: 'evaluation:e1',
  asksResidents: true,
  surveys: [{ key: '2026-07-10', record: 'survey:y1' }],
  evidence: Array.from({ length: inTime + late }, (_, i) => ({
    key: `record/${i}`,
    record: `service_record:r${i}`,
    createdOn: i < inTime ? '2026-06-30' : '2026-07-01',
  })),
  ...change,
});

export const evaluatedFacts = (change: Partial<EvaluatedFacts> = {}): EvaluatedFacts => ({
  ...frame,
  deliveredOn: recorded('2026-06-30', null),
  elsewhere: 0,
  evaluations: [evaluationMade(10, 0)],
  ...change,
});

export const published = (
  score: string | null,
  on: string | null = '2026-07-20',
  evaluator: string | null = 'evaluator',
): Published => ({
  key: `${on}/${score}/${evaluator}`,
  record: `fact:${on}/${score}`,
  on,
  score,
  evaluator,
  evaluatorName: evaluator,
});

export const evaluatingFacts = (change: Partial<EvaluatingFacts> = {}): EvaluatingFacts => ({
  ...frame,
  subject: { type: 'evaluator', id: 'o1', key: 'body-1' },
  made: [],
  received: [],
  ...change,
});

type Need = NeedsFacts['needs'][number];
export const need = (key: string, change: Partial<Need> = {}): Need => ({
  key,
  record: `need:${key}`,
  state: 'verified',
  verifiedOn: '2025-06-29',
  inProgramme: false,
  overdue: true,
  ...change,
});

export const needsFacts = (needs: readonly Need[]): NeedsFacts => ({
  ...frame,
  subject: { type: 'community', id: 'm1', key: 'community-1' },
  needs,
});

/** Points by kind, of a tender that is scored. */
export const criteriaFacts = (
  points: readonly (readonly [kind: string, points: number])[] | null,
  change: Partial<CriteriaFacts> = {},
): CriteriaFacts => ({
  ...frame,
  subject: { type: 'tender', id: 't1', key: 'tender-1' },
  scored: true,
  parts:
    points?.map(([kind, share], i) => ({
      key: String(i + 1),
      name: kind,
      share: share * 100,
      professional: kind === 'professional',
    })) ?? null,
  ...change,
});

/** One of each family, for what holds of every rule. */
export const practiceSamples = () => ({
  service: serviceFacts([work(40, 60)], [promise()]),
  supply: supplyFacts(),
  residents: demandFacts(),
  evaluated: evaluatedFacts(),
  evaluating: evaluatingFacts({ received: [published('81.00')] }),
  needs: needsFacts([need('a')]),
  seats: seatsFacts(),
  criteria: criteriaFacts([
    ['price', 10],
    ['professional', 90],
  ]),
});
