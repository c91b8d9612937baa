import { quantile } from '../statistics/quantile.js';
import type {
  CompatibilityResult,
  CompatibilityRule,
  CompatibilitySubject,
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

export type Answer = Omit<CompatibilityResult, 'subject' | 'id'>;

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

export const toResult = (subject: CompatibilitySubject, id: string, answer: Answer): CompatibilityResult => ({
  subject,
  id,
  ...answer,
});

/** Neither invited only nor withdrawn. A bid without a status is none that was submitted. */
export const listSubmittedBids = ({ bids }: Release): readonly ReleaseBid[] =>
  (bids ?? []).filter(({ status }) => status !== null && status !== 'invited' && status !== 'withdrawn');

export const listValidBids = ({ bids }: Release): readonly ReleaseBid[] =>
  (bids ?? []).filter(({ status }) => status === 'valid');

/** The one supplier of the one active award, where every award is final; else why the process is left out. */
export function findWinner({ awards, bids }: Release): { winner: string } | { answer: Answer } {
  if (awards === null || bids === null)
    return { answer: lacks(...(awards === null ? ['awards'] : []), ...(bids === null ? ['bids'] : [])) };
  if (awards.some(({ status }) => status === null || status === 'pending'))
    return { answer: exclude('an award is not final') };
  const active = awards.filter(({ status }) => status === 'active');
  if (active.length === 0) return { answer: exclude('no active award') };
  if (active.length > 1) return { answer: exclude('several active awards') };
  const [winner, ...others] = active[0]?.suppliers ?? [];
  if (winner === undefined) return { answer: lacks('awards.suppliers') };
  return others.length > 0 ? { answer: exclude('an award to several suppliers') } : { winner };
}

/** Fences of Tukey, on quartiles of Hyndman and Fan's type 8; null where there is nothing to take quartiles of. */
export function computeFences(values: readonly number[]): { q1: number; low: number; high: number } | null {
  const [q1, q3] = [quantile(values, 0.25), quantile(values, 0.75)];
  if (q1 === null || q3 === null) return null;
  return { q1, low: q1 - 1.5 * (q3 - q1), high: q3 + 1.5 * (q3 - q1) };
}

/** Counts of one key, of which `part` is what is asked about. */
export class Tally {
  private readonly counts = new Map<string, { part: number; all: number; processes: number }>();

  add(key: string, part: number, all: number): void {
    const before = this.counts.get(key) ?? { part: 0, all: 0, processes: 0 };
    this.counts.set(key, { part: before.part + part, all: before.all + all, processes: before.processes + 1 });
  }

  list(): { id: string; ratio: number; all: number; processes: number }[] {
    return [...this.counts].map(([id, { part, all, processes }]) => ({ id, ratio: part / all, all, processes }));
  }
}
