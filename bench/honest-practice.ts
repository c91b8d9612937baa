import type { AgencyFacts } from '../src/watch/facts/body-facts.js';
import type { EvaluatingFacts, ResidentsFacts, ServiceFacts, WorkDone } from '../src/watch/facts/practice-facts.js';
import { countEffectiveDays } from '../src/watch/rules/chances/day-share.rules.js';
import type { Random } from '../src/watch/statistics/random.js';
import { normal } from './draws.js';

const frame = (type: 'agency' | 'contract') => ({
  subject: { type, id: 'honest', key: 'honest' },
  asOf: '2026-06-30',
  conflicts: [],
});

/** One of `count`, all alike or the first the largest (1, 1/2, 1/3, …). */
function draw(count: number, sizes: 'alike' | 'unlike', random: Random): number {
  const weights = Array.from({ length: count }, (_, i) => (sizes === 'alike' ? 1 : 1 / (i + 1)));
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i;
  }
  return count - 1;
}

/** Contracts of an agency that sells to whoever buys in its county. */
export function honestAgency(
  { buyers, sizes, contracts }: { buyers: number; sizes: 'alike' | 'unlike'; contracts: number },
  random: Random,
): AgencyFacts {
  return {
    ...frame('agency'),
    contracts: Array.from({ length: contracts }, (_, i) => {
      const buyer = `buyer-${draw(buyers, sizes, random)}`;
      return {
        key: `contract-${i}`,
        record: `contract:${i}`,
        buyer: { key: buyer, record: `organisation:${buyer}`, label: buyer },
        amount: String(Math.round(20_000_000 * Math.exp(0.5 * normal(random)))),
        signedOn: '2025-06-01',
        window: { start: '2025-07-01', end: '2026-06-30' },
        terminatedOn: null,
      };
    }),
  };
}

/** The last five evaluations of an agency, two a year; drawn one by one, or one body for all of a year. */
export function honestEvaluations(
  { evaluators, packages }: { evaluators: number; packages: boolean },
  random: Random,
): EvaluatingFacts {
  const years = [0, 1, 2].map(() => draw(evaluators, 'alike', random));
  return {
    ...frame('agency'),
    made: [],
    received: Array.from({ length: 5 }, (_, i) => {
      const by = packages ? (years[i >> 1] ?? 0) : draw(evaluators, 'alike', random);
      return {
        key: `evaluation-${i}`,
        record: `fact:${i}`,
        on: `202${4 + (i >> 1)}-0${1 + (i % 2)}-15`,
        score: '85.00',
        evaluator: `evaluator-${by}`,
        evaluatorName: `evaluator ${by}`,
      };
    }),
  };
}

export interface HonestSurvey {
  sampled: number;
  /** Of those asked, how many answer in the long run. */
  rate: number;
  /** Whom one worker reaches; they answer alike the more, the larger `alike`. */
  reached: number;
  alike: number;
}

/** How many of a sample answer: each worker's people answer at a rate of their own (0, 1 or the mean, so that the share of variance is `alike`). */
export function honestResponse({ sampled, rate, reached, alike }: HonestSurvey, random: Random): number {
  let answered = 0;
  for (let from = 0; from < sampled; from += reached) {
    const own = random() < alike ? (random() < rate ? 1 : 0) : rate;
    for (let i = from; i < Math.min(sampled, from + reached); i += 1) if (random() < own) answered += 1;
  }
  return answered;
}

export const surveyFacts = (sampled: number, answered: number): ResidentsFacts => ({
  ...frame('contract'),
  category: { code: 'ELDERLY_HOME_CARE', continuous: true },
  publicService: true,
  issuedOn: null,
  opinions: null,
  acceptances: [],
  surveys: [
    {
      key: 'survey',
      record: 'survey:1',
      closesOn: '2026-06-20',
      population: 2 * sampled + 20,
      sampled,
      answered: answered > 0 && answered < 5 ? null : answered,
      received: null,
      withheld: null,
      recorded: null,
    },
  ],
  reach: { state: 'applies', limit: null, missing: [], openTender: 'below', region: null, level: null },
});

export interface HonestWork {
  /** The share of the minutes that the contract comes to in the long run. */
  share: number;
  days: number;
  workers: number;
  /** A day is of one kind with this probability, else each record by itself. */
  dayAlike: number;
  /** A day is of the kind of the day before, within a week of three. */
  weekAlike: number;
  /** Workers lean to one kind: half of them so much more, half so much less (of the share). */
  lean: number;
}

interface Done {
  /** Minutes of the part and of all, by day, and records of both. */
  days: { part: number; all: number; records: number; partRecords: number }[];
}

export function honestWork(world: HonestWork, random: Random): Done {
  const { share, days, workers, dayAlike, weekAlike, lean } = world;
  let week: boolean | null = null;
  return {
    days: Array.from({ length: days }, (_, n) => {
      if (n % 3 === 0 || week === null) week = random() < share;
      const together = random() < weekAlike ? week : random() < dayAlike ? random() < share : null;
      const day = { part: 0, all: 0, records: 0, partRecords: 0 };
      for (let worker = 0; worker < workers; worker += 1) {
        const own =
          workers % 2 === 1 && worker === workers - 1 ? share : share * (1 + (worker % 2 === 0 ? lean : -lean));
        const part = together ?? random() < own;
        const minutes = Math.max(5, Math.round(90 * Math.exp(0.5 * normal(random))));
        day.all += minutes;
        day.records += 1;
        if (part) day.part += minutes;
        if (part) day.partRecords += 1;
      }
      return day;
    }),
  };
}

/** Facts in which the part is what a rule asks about: `part` and `rest` are the records of each kind. */
export function workFacts(
  { days }: Done,
  part: Partial<WorkDone>,
  rest: Partial<WorkDone>,
  promised: ServiceFacts['promised'],
): ServiceFacts {
  const sum = (of: (day: Done['days'][number]) => number): number => days.reduce((total, day) => total + of(day), 0);
  const toWork = (key: string, kind: Partial<WorkDone>, records: number, minutes: number): WorkDone => ({
    key,
    form: 'case',
    content: null,
    withinContract: true,
    records,
    minutes,
    visits: records,
    ...kind,
  });
  const equal = {
    records: countEffectiveDays(days.map(({ records }) => records)),
    minutes: countEffectiveDays(days.map(({ all }) => all)),
    visits: countEffectiveDays(days.map(({ records }) => records)),
  };
  const [partRecords, partMinutes] = [sum((day) => day.partRecords), sum((day) => day.part)];
  return {
    ...frame('contract'),
    category: { code: 'ELDERLY_HOME_CARE', continuous: true },
    contents: ['EMOTIONAL_SUPPORT'],
    begun: true,
    work: [
      toWork('a', part, partRecords, partMinutes),
      toWork('b', rest, sum((day) => day.records) - partRecords, sum((day) => day.all) - partMinutes),
    ],
    days: { within: equal, all: equal },
    promised,
  };
}
