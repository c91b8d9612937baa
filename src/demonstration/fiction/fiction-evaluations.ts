import type { ContractFactData, ContractFactKind, GivenFact } from '../../purchase/tenders/recording/fact-types.js';
import { contractFact } from '../../purchase/tenders/recording/given-fact.js';
import { GRADE_LABELS } from '../../care/evaluations/evaluation.dto.js';
import { findGradeBands, deriveGrade } from '../../care/evaluations/grades/grade.rules.js';
import { computeTotal, type SchemeDimension } from '../../care/evaluations/schemes/scheme.rules.js';
import type { DemoEvaluation, DemoRecord, DemoScheme, DemoSurvey } from '../demonstration-types.js';
import { DISTRICTS, EVALUATOR_ID, fictionId, PARTIAL_EVALUATOR_ID } from './fiction-bodies.js';
import { buildStatement } from './fiction-ids.js';
import { smallTenders } from './fiction-small.js';
import type { FictionLot } from './fiction-market.js';

/** S06B: every contract of this agency of 2024 was evaluated by one body. */
const ALWAYS_SAME_AGENCY = 5;

/** Small projects that were evaluated, in midsummer and again in August, in time for whatever follows. */
const EVALUATED = smallTenders()
  .filter(({ year }) => year === 2022 || year === 2024)
  .flatMap(({ lots }) => lots.map(({ key }) => key));
const BANDS = [80, 90, 80, 60] as const;

/** S06A: the one nearly always finds the grade just reached; the other just reached and just missed alike. */
function computeFictionScore(evaluator: string, n: number): string {
  const band = BANDS[n % BANDS.length] ?? 80;
  const missed = evaluator === PARTIAL_EVALUATOR_ID ? n % 9 === 4 : Math.floor(n / 2) % 2 === 1;
  const part = (n * 37 + 11) % 97;
  return ((missed ? band * 100 - 1 - part : band * 100 + part) / 100).toFixed(2);
}

function evaluationFact(
  { tender, projectNo }: FictionLot,
  kind: 'midterm' | 'final',
  on: string,
  score: string,
  evaluator: string,
): GivenFact<ContractFactKind> {
  const grade = deriveGrade(score, findGradeBands(on, DISTRICTS[tender.district].region));
  const data: ContractFactData['evaluation'] = {
    kind,
    on,
    score,
    grade: GRADE_LABELS[grade].zh,
    evaluator: { organisation: evaluator },
  };
  return contractFact('evaluation', data, buildStatement(projectNo));
}

/** What was published of evaluations beside the complete chain's. Both bodies see each project, in turn. */
export function evaluationFacts(found: FictionLot): GivenFact<ContractFactKind>[] {
  const here = buildEvaluation(found.lot.key);
  if (here !== null) return [evaluationFact(found, here.kind, here.publishedOn, here.total, here.evaluator)];
  const n = EVALUATED.indexOf(found.lot.key);
  if (n < 0) return [];
  const always = found.bids[0]?.agency === ALWAYS_SAME_AGENCY && found.tender.year === 2024;
  const [first, second] = n % 2 === 0 ? [PARTIAL_EVALUATOR_ID, EVALUATOR_ID] : [EVALUATOR_ID, PARTIAL_EVALUATOR_ID];
  const [midterm, final] = always ? [PARTIAL_EVALUATOR_ID, PARTIAL_EVALUATOR_ID] : [first, second];
  const { year } = found.tender;
  return [
    evaluationFact(found, 'midterm', `${year}-05-31`, computeFictionScore(midterm, n), midterm),
    evaluationFact(found, 'final', `${year}-08-05`, computeFictionScore(final, n + 1), final),
  ];
}

const dimensions = (outcome: number, channel: 'residents' | 'third_party'): SchemeDimension[] => [
  {
    name: '服务过程',
    weight: String(100 - outcome),
    indicators: [
      {
        name: '服务过程',
        weight: '100',
        leaves: [
          { name: '记录完整', weight: '60', channel: 'indicators', kind: 'process', max: '100' },
          { name: '完成服务量', weight: '40', channel: 'third_party', kind: 'output', max: '100' },
        ],
      },
    ],
  },
  {
    name: '服务成效',
    weight: String(outcome),
    indicators: [
      {
        name: '服务成效',
        weight: '100',
        leaves: [{ name: '对象改善', weight: '100', channel, kind: 'outcome', max: '100' }],
      },
    ],
  },
];

const scheme = (
  key: 'K' | 'Q',
  no: number,
  name: string,
  category: DemoScheme['category'],
  tree: SchemeDimension[],
): DemoScheme => ({
  id: fictionId(`scheme-${key}-${no}`),
  key: `scheme-${key}-${no}`,
  owner: DISTRICTS[key].bureau,
  name: `虚构${DISTRICTS[key].name}${name}`,
  category,
  dimensions: tree,
});

/** S12: what came of the service makes two fifths of one scheme and a fifth of another. */
const [CARE_K, CARE_Q, SUPPORT_K] = [
  scheme('K', 1, '残疾人服务评估方案', 'DISABILITY', dimensions(40, 'residents')),
  scheme('Q', 1, '残疾人服务评估方案', 'DISABILITY', dimensions(20, 'residents')),
  scheme('K', 2, '社会组织孵化评估方案', 'ORG_INCUBATION', dimensions(40, 'third_party')),
] as const;
export const fictionSchemes = (): DemoScheme[] => [CARE_K, CARE_Q, SUPPORT_K];

interface Made {
  scheme: DemoScheme;
  kind: 'midterm' | 'final';
  publishedOn: string;
  /** Days of service of which the records are named. */
  days: readonly [from: string, to: string];
  /** By leaf, in whole points. */
  points: Readonly<Record<string, number>>;
}
const POINTS = { '1.1.1': 88, '1.1.2': 84, '2.1.1': 83 };
/** Evaluations that were made here, by the lot. */
const MADE: Readonly<Record<string, Made>> = {
  'K-DISABILITY-1-2024': {
    scheme: CARE_K,
    kind: 'midterm',
    publishedOn: '2024-07-05',
    days: ['2024-03-01', '2024-03-15'],
    points: POINTS,
  },
  'Q-DISABILITY-1-2024': {
    scheme: CARE_Q,
    kind: 'midterm',
    publishedOn: '2024-07-08',
    days: ['2024-03-01', '2024-03-15'],
    points: POINTS,
  },
  'K-ORG_INCUBATION-2024-1': {
    scheme: SUPPORT_K,
    kind: 'final',
    publishedOn: '2025-02-20',
    days: ['2024-11-20', '2024-12-06'],
    points: POINTS,
  },
};
/** Records of these days came late where a contract was written up afterwards. */
export const BACKFILLED: readonly [from: string, to: string] = ['2024-11-28', '2024-12-31'];
export const BACKFILLED_ON = '2025-01-10';

/** The evaluation of a lot that was made here, without what it rests on. */
function buildEvaluation(lot: string) {
  const made = MADE[lot];
  if (made === undefined) return null;
  const { scheme, kind, publishedOn, points } = made;
  const given = new Map(Object.entries(points).map(([leaf, whole]) => [leaf, whole * 100]));
  const total = computeTotal(scheme.dimensions, given);
  const region = DISTRICTS[lot.startsWith('K') ? 'K' : 'Q'].region;
  return {
    id: fictionId(`evaluation-${lot}`),
    scheme: scheme.id,
    kind,
    evaluator: EVALUATOR_ID,
    publishedOn,
    total,
    grade: deriveGrade(total, findGradeBands(publishedOn, region)),
    given,
    days: made.days,
  };
}

/** S06C, S06D: the same with the records it was shown, and the sample that was asked where one was drawn before. */
export function demoEvaluation(
  lot: string,
  records: readonly DemoRecord[],
  survey: DemoSurvey | null,
): DemoEvaluation | null {
  const found = buildEvaluation(lot);
  if (found === null) return null;
  const { given, days, ...evaluation } = found;
  const shown = records.filter(({ servedOn }) => servedOn >= days[0] && servedOn <= days[1]);
  const asked = survey !== null && survey.closesOn < found.publishedOn ? [survey] : [];
  return {
    ...evaluation,
    scores: [...given].map(([leaf, points]) => ({
      leaf,
      points,
      evidence: [
        ...(leaf === '1.1.1' ? shown.map(({ id }) => ({ kind: 'record' as const, id })) : []),
        ...(leaf === '2.1.1' ? asked.map(({ id }) => ({ kind: 'survey' as const, id })) : []),
      ],
    })),
  };
}
