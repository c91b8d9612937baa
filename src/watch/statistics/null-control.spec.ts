import { describe, expect, it } from '@jest/globals';
import { lowerLimit, upperTail } from '../../../bench/clopper-pearson.js';
import { honestLot, SHAPES } from '../../../bench/honest-lots.js';
import { cells, control, LEVEL, ROUNDINGS, sameAsAssessment } from '../../../bench/honest-control.js';
import { assess } from '../runs/assess.rules.js';
import { C05 } from '../indicators/c05-regular-prices.js';
import { C11 } from '../indicators/c11-identical-prices.js';
import { createRandom } from './random.js';

const SEED = 'a fixed seed, so that a red run can be looked at';

describe('the exact lower limit of a rate', () => {
  it('is the rate at which so many hits are just that rare', () => {
    expect(lowerLimit(0, 20_000)).toBe(0);
    expect(lowerLimit(1, 1_000, 0.95)).toBeCloseTo(5.129e-5, 7);
    expect(upperTail(246, 20_000, lowerLimit(246, 20_000))).toBeCloseTo(0.001, 9);
    // Of 20 000 honest lots 245 may trigger, 246 may not.
    expect([lowerLimit(245, 20_000) <= LEVEL, lowerLimit(247, 20_000) > LEVEL]).toEqual([true, true]);
  });
});

describe('honest lots', () => {
  it.each(SHAPES)(
    'of bids "%s" trigger no rule more often than once in a hundred, in no cell and over all',
    (shape) => {
      const some = ROUNDINGS.flatMap(cells).filter(
        (cell) => cell.shape === shape && [3, 5, 12].includes(cell.bids) && [0, 0.02, 0.3].includes(cell.spread),
      );
      const results = some.flatMap((cell) => control(cell, 500, SEED));
      expect(results.length).toBe(shape === 'fixed price' ? 54 : 156);
      expect(results.filter(({ ok }) => !ok)).toEqual([]);
      for (const rule of ['C05', 'C11']) {
        const these = results.filter((result) => result.rule === rule);
        const triggered = these.reduce((sum, result) => sum + result.triggered, 0);
        expect(triggered / (these.length * 500)).toBeLessThanOrEqual(LEVEL / 2);
      }
    },
  );

  it('at a fixed price are not judged at all, and fewer than three bids carry no pattern', () => {
    const states = (shape: 'fixed price' | 'normal', bids: number) => {
      const facts = honestLot({ shape, spread: 0.1, grid: 1, bids }, createRandom('ab'.repeat(32)), 1, true);
      return [assess(C05, facts).state, assess(C11, facts).state];
    };
    expect(states('fixed price', 5)).toEqual(['not_applicable', 'not_applicable']);
    expect(states('normal', 1)).toEqual(['insufficient_data', 'insufficient_data']);
    expect(states('normal', 2)).toEqual(['insufficient_data', 'insufficient_data']);
  });

  it('are answered by the rule as by the assessment', () => {
    for (const cell of ROUNDINGS.flatMap(cells).filter(({ bids }) => bids === 5))
      expect(sameAsAssessment(cell, SEED)).toBe(true);
  });
});

describe('planted lots', () => {
  const random = createRandom('0f'.repeat(32));
  const planted = (prices: (base: number) => number[], rule: typeof C05, grid: number, lots = 300): number => {
    let found = 0;
    for (let no = 0; no < lots; no += 1) {
      const base = 150_000 + Math.round(100_000 * random());
      const yuan = prices(base).map((price) => Math.round(price / grid) * grid);
      const facts = honestLot({ shape: 'normal', spread: 0.1, grid, bids: yuan.length }, random, no, true);
      const bids = facts.bids.map((bid, i) => ({ ...bid, price: String((yuan[i] ?? 0) * 100) }));
      if (rule.evaluate({ ...facts, bids, ceiling: '40000000' }, '0'.repeat(64)).state === 'triggered') found += 1;
    }
    return found / lots;
  };
  const steps = (n: number, step: number) => (base: number) =>
    Array.from({ length: n }, (_, i) => base * (1 + step * i));

  it('of five bids two percent apart on a 100-yuan grid are found, of three they never are', () => {
    expect(planted(steps(5, 0.02), C05, 100)).toBeGreaterThan(0.95);
    expect(planted(steps(4, 0.02), C05, 100)).toBeGreaterThan(0.9);
    expect(planted(steps(3, 0.02), C05, 100)).toBe(0);
    expect(planted(steps(3, 0.02), C05, 1_000)).toBe(0);
  });

  it('of a constant ratio are found from five bids on', () => {
    expect(planted((base) => [0, 1, 2, 3, 4].map((i) => base * 1.025 ** i), C05, 100)).toBe(1);
  });

  it('of one price agreed by two are found to the yuan, and not where both may have rounded to a thousand', () => {
    const others = [171_204, 178_311, 193_877];
    expect(planted((base) => [base, base, ...others], C11, 1)).toBeGreaterThan(0.85);
    const round = (base: number): number => Math.round(base / 1_000) * 1_000;
    expect(planted((base) => [round(base), round(base), ...others], C11, 1)).toBeLessThan(0.01);
  });

  it('of one price agreed by all are found on a fine grid, not on a coarse one', () => {
    expect(planted((base) => [base, base, base, base], C11, 1)).toBeGreaterThan(0.9);
    expect(planted((base) => [base, base, base, base], C11, 10_000)).toBe(0);
  });
});
