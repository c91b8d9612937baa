import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findNearlyAll, LEAST_TOLD, tellable, type Count } from './suppression.rules.js';

const counts = (...numbers: number[]): Count[] => numbers.map((count, i) => ({ key: String(i + 1), count }));
const told = (list: Count[], ordered: boolean) =>
  tellable(list, { ordered })?.map(({ keys, count }) => `${keys.join('+')}=${count}`) ?? null;

describe('answers that few gave', () => {
  it('are told as they are where each was given by five or more, or by nobody', () => {
    expect(told(counts(5, 0, 12), true)).toEqual(['1=5', '2=0', '3=12']);
  });
  it('are joined with a neighbour on a scale', () => {
    expect(told(counts(2, 6, 30), true)).toEqual(['1+2=8', '3=30']);
    expect(told(counts(30, 6, 4), true)).toEqual(['1=30', '2+3=10']);
    expect(told(counts(1, 1, 1, 9), true)).toEqual(['1+2+3+4=12']);
  });
  it('are joined with the smallest of the others where there is no order', () => {
    expect(told(counts(3, 40, 7), false)).toEqual(['1+3=10', '2=40']);
  });
  it('are not told at all where all together are few', () => {
    expect(told(counts(2, 2), true)).toBeNull();
    expect(told(counts(0, 0), true)).toEqual(['1=0', '2=0']);
  });

  /** Who subtracts what is told from the total, or one telling from another, finds no number between one and four. */
  it('cannot be given back by subtracting', () => {
    const any = fc.array(fc.nat(12), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(any, fc.boolean(), (numbers, ordered) => {
        const groups = tellable(counts(...numbers), { ordered });
        const total = numbers.reduce((a, b) => a + b, 0);
        if (groups === null) {
          expect(total).toBeLessThan(LEAST_TOLD);
          return;
        }
        expect(groups.flatMap(({ keys }) => keys).sort()).toEqual(numbers.map((_, i) => String(i + 1)).sort());
        for (const group of groups) {
          const rest = total - groups.filter((g) => g !== group).reduce((sum, { count }) => sum + count, 0);
          expect(rest === 0 || rest >= LEAST_TOLD).toBe(true);
          expect(rest).toBe(group.keys.reduce((sum, key) => sum + (numbers[Number(key) - 1] as number), 0));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('answers that nearly all gave', () => {
  const alike = (list: Count[], ordered = true) => findNearlyAll(list, { ordered });
  it('are named from 20 answers on, where at most a twentieth and at most four answered otherwise', () => {
    expect(alike(counts(0, 19))).toBeNull();
    expect([alike(counts(0, 20)), alike(counts(1, 19)), alike(counts(2, 18))]).toEqual([['2'], ['2'], null]);
    expect([alike(counts(4, 76)), alike(counts(4, 75))]).toEqual([['2'], null]);
    expect(alike(counts(5, 195))).toBeNull();
  });
  it('are on a scale those beside one another, else those most given', () => {
    expect(alike(counts(0, 0, 0, 2, 28))).toEqual(['4', '5']);
    expect(alike(counts(2, 0, 0, 0, 28))).toBeNull();
    expect(alike(counts(2, 0, 0, 0, 28), false)).toEqual(['1', '5']);
  });
});
