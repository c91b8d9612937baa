import { describe, expect, it } from '@jest/globals';
import { SEED } from '../../../test/support/risk-facts.js';
import { sixDigits } from './exact.js';
import { itemMatch, type ItemList } from './item-vectors.js';

const list = (key: string, ...amounts: number[]): ItemList => ({
  key,
  items: new Map(amounts.map((amount, i) => [`item-${i}`, amount])),
});
const cost = [12_000, 30_500, 47_250, 8_800, 61_300, 25_900, 90_400, 15_600, 33_300];

describe('item lists', () => {
  it('finds a list that is another times a factor plus a constant', () => {
    const twin = list('B', ...cost.map((c) => Math.round(c * 1.03) + 2_000));
    const found = itemMatch([list('A', ...cost), twin], 1, SEED);
    expect(found?.pair).toEqual(['A', 'B']);
    expect(sixDigits(found?.p ?? { num: 1n, den: 1n })).toBe('0.000100000');
  });

  it('takes proportional lists for what they are: the same discount off the same ceilings', () => {
    const discounted = list('B', ...cost.map((c) => Math.round(c * 0.95)));
    const found = itemMatch([list('A', ...cost), discounted], 1, SEED);
    expect(found?.pair).toEqual(['A', 'B']);
    expect(Number(found?.p.num) / Number(found?.p.den)).toBeGreaterThan(0.5);
  });

  it('multiplies by the number of pairs that were looked at', () => {
    const few = cost.slice(0, 6);
    const twin = list('B', ...few.map((c) => c + 2_000));
    const other = list('C', ...few.map((c, i) => Math.round(c * (0.9 + ((i * 7) % 5) / 20))));
    expect(itemMatch([list('A', ...few), twin], 1, SEED)?.p).toEqual({ num: 1n, den: 720n });
    expect(itemMatch([other, list('A', ...few), twin], 1, SEED)?.p).toEqual({ num: 3n, den: 720n });
  });

  it('says nothing on fewer than four shared items', () => {
    expect(itemMatch([list('A', 1, 2, 3), list('B', 2, 4, 6)], 1, SEED)).toBeNull();
    expect(itemMatch([list('A', ...cost)], 1, SEED)).toBeNull();
  });

  it('gives the same answer for the same seed, in whatever order the lists come', () => {
    const lists = [list('A', ...cost), list('B', ...cost.map((c) => c + 500)), list('C', ...cost.map((c) => c - 700))];
    expect(itemMatch(lists, 1, SEED)).toEqual(itemMatch(lists.toReversed(), 1, SEED));
  });
});
