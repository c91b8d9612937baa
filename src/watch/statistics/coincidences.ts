import { lessOrEqual, ONE, times, type Ratio } from './exact.js';
import { computeOwnStep } from './price-grid.js';
import { coincidencesP } from './price-patterns.js';

/**
 * Where all bids agree they show no range of their own: then one percent of the price, in 1/1000. Honest prices that
 * spread by two percent or more lie less densely than that.
 */
export const LEAST_SPREAD = 10n;

export interface Coincidences {
  /** How many bids repeat the price of another: n less the number of different prices. */
  count: number;
  /** Steps of the grid in the range of all bids. */
  cells: bigint;
  p: Ratio;
  /** The smallest p that so many bids on this grid between these ends could have. */
  smallest: Ratio;
  /** In fen: the step on which the rarest repeated price was judged; null where no price is repeated. */
  step: bigint | null;
}

/** Prices ascending, in fen. */
export function coincidences(prices: readonly bigint[], grid: bigint): Coincidences {
  const low = prices[0] ?? 0n;
  const high = prices[prices.length - 1] ?? low;
  // Where the ends differ, at most n − 2 bids can repeat a price: all but one at the same end.
  const extreme = prices.map((_, i) => (i === prices.length - 1 ? high : low));
  const found = rarest(prices, (price) => computeStep(price, grid));
  return {
    count: prices.length - new Set(prices).size,
    cells: countCells(low < high ? high - low : computeLeastSpread(low), grid),
    p: found.p,
    smallest: rarest(extreme, () => grid).p,
    step: found.step,
  };
}

/**
 * Bidders round as they like, some to the yuan and some to a thousand. Whoever repeats a price may have rounded as
 * coarsely as that price is round, so a repeated price is judged on its own step, however fine the grid of the others:
 * on the lot's common grid two bidders who round to 1 000 yuan would look like two who met to the yuan. A step that is too
 * coarse costs power and never level.
 */
function computeStep(price: bigint, grid: bigint): bigint {
  const own = computeOwnStep(price);
  return own > grid ? own : grid;
}

interface Rarest {
  p: Ratio;
  step: bigint | null;
}

/**
 * Honest bids crowd (under a ceiling, around a known cost) and there repeat prices more often than the range of all bids
 * says. So each repeated price is judged where it stands: g equal bids and the nearest other one, on the cells between
 * them. p is that of the rarest, times the number of places where so many equal bids could have stood.
 */
function rarest(prices: readonly bigint[], stepOf: (price: bigint) => bigint): Rarest {
  const n = prices.length;
  let found: Rarest = { p: ONE, step: null };
  for (let from = 0, to = 0; from < n; from = to) {
    while (to < n && prices[to] === prices[from]) to += 1;
    const equal = to - from;
    if (equal === 1) continue;
    const price = prices[from] ?? 0n;
    const apart = [prices[from - 1], prices[to]].flatMap((other) =>
      other === undefined ? [] : [distance(price, other)],
    );
    const nearest = apart.reduce<bigint | null>((least, one) => (least === null || one < least ? one : least), null);
    const together = nearest === null ? equal : equal + 1;
    const step = stepOf(price);
    const here = coincidencesP(together, countCells(nearest ?? computeLeastSpread(price), step), equal - 1);
    const p = times(here, BigInt(n - together + 1));
    if (found.step === null || !lessOrEqual(found.p, p)) found = { p, step };
  }
  return found;
}

function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b;
}

function computeLeastSpread(price: bigint): bigint {
  return (price * LEAST_SPREAD) / 1000n;
}

function countCells(range: bigint, grid: bigint): bigint {
  return range / grid + 1n;
}
