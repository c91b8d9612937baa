import { createRandom } from '../../statistics/random.js';
import { normalTail } from './tails.js';

/**
 * Wilcoxon's rank sum, one-sided: P(the first sample ranks as high or higher by chance). Ties share their rank; the normal
 * with its correction for ties and continuity, which from 5 against 15 on is right to a tenth in the tail used here. `inflation`: how much wider than that of
 * independent values the spread of the sum is taken.
 */
export function rankSumP(sample: readonly number[], reference: readonly number[], inflation = 1): number {
  const all = [
    ...sample.map((value) => ({ value, own: true })),
    ...reference.map((value) => ({ value, own: false })),
  ].sort((a, b) => a.value - b.value);
  const [n, m, total] = [sample.length, reference.length, all.length];
  let [sum, ties] = [0, 0];
  for (let from = 0, to = 0; from < total; from = to) {
    while (to < total && all[to]?.value === all[from]?.value) to += 1;
    const equal = to - from;
    ties += equal ** 3 - equal;
    for (let i = from; i < to; i += 1) if (all[i]?.own === true) sum += (from + to + 1) / 2;
  }
  const variance = inflation * ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (variance <= 0) return 1;
  return normalTail((sum - (n * (total + 1)) / 2 - 0.5) / Math.sqrt(variance));
}

/** The smallest p that so many against so many can have: all of the first above all others. */
export function smallestRankSumP(n: number, m: number, inflation = 1): number {
  return n === 0 || m === 0
    ? 1
    : rankSumP(
        Array.from({ length: n }, () => 2).map((value, i) => value + i),
        Array.from({ length: m }, (_, i) => i / m),
        inflation,
      );
}

/** Draws at most, and exceedances after which drawing more would not change the answer (Besag and Clifford 1991). */
const MOST_DRAWS = 19_999;
const ENOUGH = 12;

/** The smallest p of a permutation test here. */
export const SMALLEST_DRAWN_P = 1 / (MOST_DRAWS + 1);

/** P(a random order is as extreme or more), drawn one by one until the answer is clear; valid at every level. */
export function permutationP(
  observed: number,
  draw: (random: () => number) => number,
  seed: string,
  draws = MOST_DRAWS,
): number {
  const random = createRandom(seed);
  let reached = 0;
  for (let done = 1; done <= draws; done += 1) {
    if (draw(random) >= observed) reached += 1;
    if (reached === ENOUGH) return ENOUGH / done;
  }
  return (reached + 1) / (draws + 1);
}
