import { probability, type Ratio } from './exact.js';

/** How many ways there are to choose k of n; none where k is no number of things among n. */
export function binomial(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let ways = 1n;
  for (let i = 1; i <= k; i += 1) ways = (ways * BigInt(n - k + i)) / BigInt(i);
  return ways;
}

/**
 * Fisher's exact test, one-sided: of `all` things `marked` bear a mark; `drawn` of them are looked at. The probability that
 * as few as `seen` or fewer of those bear it, where which ones are looked at has nothing to do with the mark.
 */
export function fisherAtMost(seen: number, drawn: number, marked: number, all: number): Ratio {
  let ways = 0n;
  for (let i = Math.max(0, drawn + marked - all); i <= seen; i += 1)
    ways += binomial(marked, i) * binomial(all - marked, drawn - i);
  return probability(ways, binomial(all, drawn));
}
