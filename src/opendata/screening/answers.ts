import { SETS, STATES, type ScreeningSet, type State } from './screening-types.js';

/** Counts of answers, one number for each reading, definition and state. */

/** Definitions of one process. */
export const SINGLE = ['R003', 'R018', 'R028', 'R030', 'R035', 'R036'] as const;
/** Whether prices could be compared has answers of its own: `triggered` stands for a difference that was found. */
export const COMPARISON = SINGLE.length;

const ROWS = SINGLE.length + 1;

export const makeCounts = (): Float64Array => new Float64Array(SETS.length * ROWS * STATES.length);

const locate = (set: ScreeningSet, row: number, state: State): number =>
  ((set === 'published' ? 0 : ROWS) + row) * STATES.length + STATES.indexOf(state);

export function countAnswer(counts: Float64Array, set: ScreeningSet, row: number, state: State): void {
  const at = locate(set, row, state);
  counts[at] = (counts[at] ?? 0) + 1;
}

export const readCount = (counts: Float64Array, set: ScreeningSet, row: number, state: State): number =>
  counts[locate(set, row, state)] ?? 0;

export function addCounts(into: Float64Array, from: Float64Array): void {
  for (const [at, count] of from.entries()) into[at] = (into[at] ?? 0) + count;
}
