import { describe, expect, it } from '@jest/globals';
import { sixDigits } from './exact.js';
import { computePriceGrid } from './price-grid.js';
import {
  coincidencesP,
  equalStep,
  equalStepsP,
  hasCommonLine,
  roundedRatio,
  roundedSteps,
  roundedStepsP,
} from './price-patterns.js';

/** All n-tuples of 0 … k − 1. */
function* tuples(n: number, k: number): Generator<number[]> {
  if (n === 0) yield [];
  else for (const rest of tuples(n - 1, k)) for (let cell = 0; cell < k; cell += 1) yield [...rest, cell];
}

const ascending = (tuple: readonly number[]): number[] => [...tuple].sort((a, b) => a - b);

function share(n: number, k: number, holds: (sorted: number[]) => boolean): number {
  let hits = 0;
  for (const tuple of tuples(n, k)) if (holds(ascending(tuple))) hits += 1;
  return hits / k ** n;
}

describe('the null of a lot', () => {
  it('gives the two figures known for three honest bids between 180 and 200 thousand on a 1 000-yuan grid', () => {
    expect(sixDigits(equalStepsP(3, 21n))).toBe('0.0647878');
    expect(sixDigits(coincidencesP(3, 21n, 1))).toBe('0.138322');
  });

  it.each([
    [3, 5],
    [3, 12],
    [4, 7],
    [4, 10],
    [5, 8],
  ])('counts equal steps of %i bids on %i cells as they are', (n, k) => {
    const counted = share(n, k, (sorted) => equalStep(sorted.map(BigInt)) !== null);
    const { num, den } = equalStepsP(n, BigInt(k));
    expect(Number(num) / Number(den)).toBeCloseTo(counted, 12);
  });

  it.each([
    [3, 6, 1],
    [4, 6, 1],
    [4, 6, 2],
    [5, 5, 3],
    [5, 5, 4],
  ])('counts repeats among %i bids on %i cells as they are (%i of them)', (n, k, repeats) => {
    const counted = share(n, k, (sorted) => n - new Set(sorted).size >= repeats);
    const { num, den } = coincidencesP(n, BigInt(k), repeats);
    expect(Number(num) / Number(den)).toBeCloseTo(counted, 12);
  });

  it.each([
    [3, 14, 30],
    [3, 14, 400],
    [4, 11, 20],
    [5, 9, 25],
    [5, 9, 100],
  ])('never counts fewer rounded patterns of %i bids on %i cells (from %i) than there are', (n, k, base) => {
    const counted = share(n, k, (sorted) => {
      const prices = sorted.map((cell) => base + cell);
      return roundedSteps(prices, 1) || roundedRatio(prices, 1);
    });
    const { num, den } = roundedStepsP(n, BigInt(k));
    expect(Number(num) / Number(den)).toBeGreaterThanOrEqual(counted);
  });

  it('finds every price list that rounding made of equal steps or of a constant ratio', () => {
    for (let n = 3; n <= 9; n += 1)
      for (const step of [1_234.56, 777.7, 3_140.1]) {
        const steps = Array.from({ length: n }, (_, i) => Math.round((182_345 + i * step) / 100) * 100);
        expect(roundedSteps(steps, 100)).toBe(true);
        const ratio = Array.from({ length: n }, (_, i) => Math.round((182_345 * (1 + step / 1e5) ** i) / 100) * 100);
        expect(roundedRatio(ratio, 100)).toBe(true);
      }
  });

  it('does not take one bid out of line for rounding', () => {
    expect(roundedSteps([180_000, 182_000, 184_000, 186_000], 100)).toBe(true);
    expect(roundedSteps([180_000, 182_000, 184_100, 186_100], 100)).toBe(true);
    expect(roundedSteps([180_000, 182_000, 184_200, 186_000], 100)).toBe(false);
    expect(roundedRatio([180_000, 182_000, 190_000, 191_000], 100)).toBe(false);
    expect(roundedSteps([180_000, 180_000, 180_000], 100)).toBe(false);
  });

  it('passes a line through spans, also where two stand at one place', () => {
    const span = (x: number, low: number, high: number) => ({ x, low, high });
    expect(hasCommonLine([span(0, 0, 1), span(0, 0.5, 2), span(3, 5, 6)])).toBe(true);
    expect(hasCommonLine([span(0, 0, 1), span(0, 1, 2), span(3, 5, 6)])).toBe(false);
    expect(hasCommonLine([span(2, 4, 5), span(0, 0, 1), span(1, 2, 3)])).toBe(true);
    expect(hasCommonLine([span(2, 4, 5), span(0, 0, 1), span(1, 0, 1)])).toBe(false);
  });
});

describe('the rounding grid of a lot', () => {
  const grid = (...yuan: number[]): string =>
    computePriceGrid(yuan.map((price) => BigInt(Math.round(price * 100)))).toString();

  it('is the largest usual step that divides every price', () => {
    expect(grid(180_000, 187_000, 200_000)).toBe('100000');
    expect(grid(180_000, 187_500, 200_000)).toBe('50000');
    expect(grid(180_000, 190_000, 200_000)).toBe('1000000');
    expect(grid(186_543.21, 187_000)).toBe('1');
    expect(grid(186_543, 187_000)).toBe('100');
  });

  it('is the unit price where the prices are so many times one', () => {
    expect(grid(1_440 * 120, 1_440 * 127, 1_440 * 133)).toBe('144000');
  });
});
