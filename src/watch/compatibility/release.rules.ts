import { quantile } from '../statistics/quantile.js';
import type {
  Answer,
  CompatibilityResult,
  CompatibilityRule,
  CompatibilitySubject,
  Judgement,
  Release,
  ReleaseBid,
} from './release-types.js';

const DOCUMENT = 'Open Contracting Partnership, Red flags in public procurement (2024)';

type Definition = Pick<CompatibilityRule, 'title' | 'besides' | 'evaluate'>;

/** A rule of the set, as published. */
export const define = (id: string, { title, besides, evaluate }: Definition): CompatibilityRule => ({
  id,
  title,
  use: 'comparison_only',
  source: {
    document: DOCUMENT,
    definition: `https://cardinal.readthedocs.io/en/latest/cli/indicators/R/${id.slice(1)}.html`,
  },
  besides,
  evaluate: (releases) => listOnce(evaluate(releases)).toSorted(byId),
});

/** A body that several processes flag is told once. */
function listOnce(results: readonly CompatibilityResult[]): CompatibilityResult[] {
  return [...new Map(results.map((one) => [`${one.subject} ${one.id}`, one])).values()];
}

function byId(a: CompatibilityResult, b: CompatibilityResult): number {
  const [x, y] = [`${a.subject} ${a.id}`, `${b.subject} ${b.id}`];
  return x < y ? -1 : x > y ? 1 : 0;
}

export const speak = (triggered: boolean, value: number, threshold: number | null = null): Answer => ({
  state: triggered ? 'triggered' : 'clear',
  value,
  threshold,
  reason: null,
});
export const lacks = (...fields: string[]): Answer => ({
  state: 'insufficient_data',
  value: null,
  threshold: null,
  reason: fields.join(', '),
});
export const exclude = (reason: string): Answer => ({ state: 'not_applicable', value: null, threshold: null, reason });

const NOBODY: readonly string[] = [];
/** An answer of the process alone. */
export const toJudgement = (answer: Answer, tenderers = NOBODY, value = 0): Judgement => ({ answer, tenderers, value });

export const toResult = (subject: CompatibilitySubject, id: string, answer: Answer): CompatibilityResult => ({
  subject,
  id,
  ...answer,
});

/** Neither invited only nor withdrawn. A bid without a status is none that was submitted. */
export const isSubmitted = ({ status }: ReleaseBid): boolean =>
  status !== null && status !== 'invited' && status !== 'withdrawn';

export const listIds = (references: readonly (string | null)[]): readonly string[] =>
  references.filter((id) => id !== null);

/** The one id of a reference list that has one entry; null otherwise. */
export const findSoleId = (references: readonly (string | null)[]): string | null =>
  references.length === 1 ? (references[0] ?? null) : null;

/** An award whose status is unknown or not final; one without a status decides nothing, as in the published program. */
export const hasOpenAward = ({ awards }: Release): boolean =>
  awards !== null && awards.some(({ status }) => status === 'pending');

/**
 * The supplier of the one active award, where every award is final; else why the process is left out. Read as published the
 * award has one supplier, corrected it may have several: a consortium.
 */
export function findWinners(
  { awards, bids }: Pick<Release, 'awards' | 'bids'>,
  corrected: boolean,
): { winners: readonly string[] } | { answer: Answer } {
  if (awards === null || bids === null)
    return { answer: lacks(...(awards === null ? ['awards'] : []), ...(bids === null ? ['bids'] : [])) };
  let suppliers: readonly (string | null)[] | null = null;
  for (const award of awards) {
    if (award.status === 'pending') return { answer: exclude('an award is not final') };
    if (award.status !== 'active') continue;
    if (suppliers !== null) return { answer: exclude('several active awards') };
    suppliers = award.suppliers;
  }
  if (suppliers === null) return { answer: exclude('no active award') };
  const sole = findSoleId(suppliers);
  if (sole !== null) return { winners: [sole] };
  const winners = listIds(suppliers);
  if (winners.length < suppliers.length || winners.length === 0) return { answer: lacks('awards.suppliers') };
  return winners.length > 1 && !corrected ? { answer: exclude('an award to several suppliers') } : { winners };
}

export interface Fences {
  q1: number;
  q3: number;
  low: number;
  high: number;
}

/** Fences of Tukey, on quartiles of Hyndman and Fan's type 8; null where there is nothing to take quartiles of. */
export function computeFences(values: readonly number[]): Fences | null {
  const [q1, q3] = [quantile(values, 0.25), quantile(values, 0.75)];
  return q1 === null || q3 === null ? null : spanFences(q1, q3);
}

export const spanFences = (q1: number, q3: number): Fences => ({
  q1,
  q3,
  low: addRange(q1, -(q3 - q1)),
  high: addRange(q3, q3 - q1),
});

/** `base + 1.5 × range`, rounded once as the published program does it: a value may lie exactly on the fence. */
function addRange(base: number, range: number): number {
  const [product, lost] = addExactly(range, range / 2);
  const [sum, rest] = addExactly(base, product);
  return sum + (rest + lost);
}

/** The sum as it is rounded, and what the rounding lost. */
function addExactly(a: number, b: number): [number, number] {
  const sum = a + b;
  const second = sum - a;
  return [sum, a - (sum - second) + (b - second)];
}

/** Counts of one key, of which `part` is what is asked about. */
export interface Count {
  part: number;
  all: number;
  processes: number;
}

export class Tally {
  readonly counts = new Map<string, Count>();

  add(key: string, part: number, all: number, processes = 1): void {
    const count = this.counts.get(key);
    if (count === undefined) this.counts.set(key, { part, all, processes });
    else {
      count.part += part;
      count.all += all;
      count.processes += processes;
    }
  }
}

/** Adds the counts of `from`. */
export function mergeCounts(into: Map<string, Count>, from: ReadonlyMap<string, Count>): void {
  for (const [id, count] of from) {
    const known = into.get(id);
    if (known === undefined) into.set(id, { ...count });
    else {
      known.part += count.part;
      known.all += count.all;
      known.processes += count.processes;
    }
  }
}
