import { lessOrEqual, type Ratio } from './exact.js';
import { coincidencesP } from './price-patterns.js';

/** Where bids (nearly) agree they show no range of their own: then half a percent of the price, in 1/1000. */
export const LEAST_SPREAD = 5n;

export interface Coincidences {
  /** How many bids repeat the price of another: n less the number of different prices. */
  count: number;
  /** Steps of the grid in the range of all bids. */
  cells: bigint;
  p: Ratio;
  /** The smallest p that so many bids on this grid between these ends could have. */
  smallest: Ratio;
}

/** Prices ascending, in fen. */
export function coincidences(prices: readonly bigint[], grid: bigint): Coincidences {
  const low = prices[0] ?? 0n;
  const high = prices[prices.length - 1] ?? low;
  // Where the ends differ, at most n − 2 bids can repeat a price: all but one at the same end.
  const extreme = prices.map((_, i) => (i === prices.length - 1 ? high : low));
  return {
    count: repeats(prices),
    cells: cellsOf(prices, grid),
    p: crowdedP(prices, grid),
    smallest: crowdedP(extreme, grid),
  };
}

/**
 * Honest bids crowd (under a ceiling, around a known cost) and then repeat prices more often than their whole range
 * says. So the chance is computed for all bids and for every run of neighbouring bids that holds half of them (three at
 * least), each with its own range, and the largest counts. A run without a repeated price says nothing about one.
 */
function crowdedP(prices: readonly bigint[], grid: bigint): Ratio {
  const n = prices.length;
  const half = Math.max(3, Math.ceil(n / 2));
  let largest = coincidencesP(n, cellsOf(prices, grid), repeats(prices));
  for (let from = 0; from + half <= n && half < n; from += 1) {
    const run = prices.slice(from, from + half);
    const count = repeats(run);
    if (count === 0) continue;
    const p = coincidencesP(half, cellsOf(run, grid), count);
    if (lessOrEqual(largest, p)) largest = p;
  }
  return largest;
}

function repeats(prices: readonly bigint[]): number {
  return prices.length - new Set(prices).size;
}

function cellsOf(ascending: readonly bigint[], grid: bigint): bigint {
  const low = ascending[0] ?? 0n;
  const range = (ascending[ascending.length - 1] ?? low) - low;
  const least = (low * LEAST_SPREAD) / 1000n;
  return (range > least ? range : least) / grid + 1n;
}
