import { factorial, ONE, probability, type Ratio } from './exact.js';

/**
 * The null of a lot rule: n honest bids fall independently and uniformly on the k cells of the lot's own rounding grid
 * between its lowest and its highest price. Three bids on a 1 000-yuan grid between 180 and 200 thousand (k = 21) form
 * an arithmetic progression 6.5 % of the time and contain equals 13.8 %.
 *
 * k is taken from the bids themselves. Given that both ends are hit, a progression is about n/2 times rarer than this
 * count says, so the count is on the safe side; the null control measures that for bids that are not uniform at all.
 */

/** P(the n bids are all different and stand in equal steps): n! · Σ_{d ≥ 1} (k − (n − 1)d) / kⁿ. */
export function equalStepsP(n: number, k: bigint): Ratio {
  const gaps = BigInt(n - 1);
  const longest = (k - 1n) / gaps;
  const progressions = longest * k - (gaps * longest * (longest + 1n)) / 2n;
  return probability(factorial(n) * progressions, k ** BigInt(n));
}

/**
 * P(the n bids are equal steps, or a constant ratio, rounded to the grid), from above. Fix the two ends (k(k − 1)/2
 * pairs). What lies between is the rounding of a curve with two free parameters, each of the n − 2 inner bids switches
 * its cell along one curve in the square of those parameters, and m curves that meet pairwise once cut a square into
 * at most 1 + m + m(m − 1)/2 parts. Two families (steps, ratio), hence twice that.
 */
export function roundedStepsP(n: number, k: bigint): Ratio {
  const inner = BigInt(n - 2);
  const roundings = 1n + inner + (inner * (inner - 1n)) / 2n;
  return probability(factorial(n) * k * (k - 1n) * roundings, k ** BigInt(n));
}

/** P(at least `coincidences` of the n bids repeat a price): Σ_{j ≤ n − coincidences} S(n, j) · k!/(k − j)! / kⁿ. */
export function coincidencesP(n: number, k: bigint, coincidences: number): Ratio {
  if (coincidences <= 0) return ONE;
  const partitions = stirling(n);
  let favourable = 0n;
  let falling = 1n;
  for (let distinct = 1; distinct <= n - coincidences; distinct += 1) {
    falling *= k - BigInt(distinct - 1);
    if (falling <= 0n) break;
    favourable += (partitions[distinct] ?? 0n) * falling;
  }
  return probability(favourable, k ** BigInt(n));
}

/** Stirling numbers of the second kind S(n, 0 … n): ways to part n bids into so many groups of equal price. */
function stirling(n: number): readonly bigint[] {
  for (let size = STIRLING.length; size <= n; size += 1) {
    const last = STIRLING[size - 1] ?? [];
    STIRLING.push(Array.from({ length: size + 1 }, (_, j) => (last[j - 1] ?? 0n) + BigInt(j) * (last[j] ?? 0n)));
  }
  return STIRLING[n] ?? [];
}

/** Rows made so far; row n is needed for every lot of n bids. */
const STIRLING: bigint[][] = [[1n]];

/** Ascending prices at exactly equal steps above 0; the step in fen, or null. */
export function equalStep(ascending: readonly bigint[]): bigint | null {
  const first = (ascending[1] ?? 0n) - (ascending[0] ?? 0n);
  if (first <= 0n) return null;
  for (let i = 2; i < ascending.length; i += 1)
    if ((ascending[i] ?? 0n) - (ascending[i - 1] ?? 0n) !== first) return null;
  return first;
}

/** Whether some equal step, rounded to the grid, gives these ascending prices. */
export function roundedSteps(ascending: readonly number[], grid: number): boolean {
  return roundedLine(ascending, (price) => price, grid);
}

/** Whether some constant ratio, rounded to the grid, gives these ascending prices (a straight line in their logarithms). */
export function roundedRatio(ascending: readonly number[], grid: number): boolean {
  return (ascending[0] ?? 0) > 0 && roundedLine(ascending, Math.log, grid);
}

function roundedLine(ascending: readonly number[], scale: (price: number) => number, grid: number): boolean {
  for (let i = 1; i < ascending.length; i += 1) if ((ascending[i] ?? 0) <= (ascending[i - 1] ?? 0)) return false;
  const spans = ascending.map((price, x) => ({ x, low: scale(price - grid / 2), high: scale(price + grid / 2) }));
  return hasCommonLine(spans);
}

/** What a value may be at one place, bounds excluded. */
export interface Span {
  x: number;
  low: number;
  high: number;
}

/**
 * Whether one straight line passes inside every span: by elimination, each two spans bound the slope (Fourier–Motzkin),
 * and a slope inside every bound is enough. Outermost pairs first: they refuse most sets at once.
 */
export function hasCommonLine(spans: readonly Span[]): boolean {
  let least = -Infinity;
  let most = Infinity;
  for (let apart = spans.length - 1; apart >= 1; apart -= 1)
    for (let i = 0; i + apart < spans.length; i += 1) {
      const [a, b] = [spans[i], spans[i + apart]];
      if (a === undefined || b === undefined) continue;
      const [left, right] = a.x <= b.x ? [a, b] : [b, a];
      if (left.x === right.x) {
        if (left.low >= right.high || right.low >= left.high) return false;
        continue;
      }
      least = Math.max(least, (right.low - left.high) / (right.x - left.x));
      most = Math.min(most, (right.high - left.low) / (right.x - left.x));
      if (least >= most) return false;
    }
  return true;
}
