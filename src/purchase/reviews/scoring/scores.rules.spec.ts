import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Criterion } from '../../tenders/conducted/terms/terms-types.js';
import { compareExact, exact, plus, showExact, showPoints } from './exact.rules.js';
import { priceScore, sheetFaults, computeOfferTotals, type Basis, type Score } from './scores.rules.js';

const CRITERIA: Criterion[] = [
  { no: 1, name: '报价', kind: 'price', points: '20' },
  { no: 2, name: '服务方案', kind: 'professional', points: '50', levels: 'x' },
  { no: 3, name: '业绩', kind: 'performance', points: '30', levels: 'x' },
];
const BASIS: Basis = { scoring: 'comprehensive', pricing: 'competitive', criteria: CRITERIA };
const score = (member: string, bid: string, criterion: number, points: number): Score => ({
  member,
  bid,
  criterion,
  points,
});

describe('the price', () => {
  it('gets all points where it is the lowest, and lowest / price of them otherwise', () => {
    expect(showPoints(priceScore(100_00n, 100_00n, 2000))).toBe('20.00');
    expect(showPoints(priceScore(150_00n, 100_00n, 2000))).toBe('13.33');
    expect(showExact(priceScore(150_00n, 100_00n, 2000))).toBe('40/3');
    // Half a hundredth is rounded up.
    expect(showPoints(priceScore(160n, 100n, 2000))).toBe('12.50');
    expect(showPoints(exact(25n, 2n))).toBe('0.13');
    expect(() => priceScore(0n, 0n, 2000)).toThrow(RangeError);
    expect(() => priceScore(99n, 100n, 2000)).toThrow(RangeError);
  });

  it('never gets more than its points, less the dearer it is, and the same for the same price in another unit', () => {
    const fen = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(fen, fen, fen, fc.integer({ min: 1, max: 10_000 }), (a, b, c, points) => {
        const [low, mid, high] = [a, b, c].toSorted((x, y) => (x < y ? -1 : x > y ? 1 : 0)) as [bigint, bigint, bigint];
        expect(compareExact(priceScore(low, low, points), exact(points))).toBe(0);
        expect(compareExact(priceScore(mid, low, points), priceScore(high, low, points))).toBe(mid === high ? 0 : 1);
        expect(priceScore(mid * 7n, low * 7n, points)).toEqual(priceScore(mid, low, points));
      }),
    );
  });
});

describe('a total', () => {
  const offers = [
    { bid: 'a', price: 180_000_00n },
    { bid: 'b', price: 200_000_00n },
  ];
  const sheets = ['x', 'y', 'z'].flatMap((member, i) => [
    score(member, 'a', 2, 4000 + i * 100),
    score(member, 'a', 3, 2500),
    score(member, 'b', 2, 4500),
    score(member, 'b', 3, 2000 + i * 25),
  ]);

  it('is the mean of all members for each criterion, and the price by the formula, exact until it is shown', () => {
    const [a, b] = computeOfferTotals(BASIS, offers, ['x', 'y', 'z'], sheets);
    expect(a?.means.map(({ points }) => showPoints(points))).toEqual(['41.00', '25.00']);
    expect([a, b].map((t) => t?.priceScore && showPoints(t.priceScore))).toEqual(['20.00', '18.00']);
    expect([a, b].map((t) => t && showPoints(t.total))).toEqual(['86.00', '83.25']);
    expect(a && showPoints(a.technical)).toBe('41.00');
  });

  it('has no price where the price is fixed, and none but it where the lowest price decides', () => {
    const fixed = computeOfferTotals({ ...BASIS, pricing: 'fixed' }, offers, ['x', 'y', 'z'], sheets);
    expect(fixed.map((t) => [t.priceScore, showPoints(t.total)])).toEqual([
      [null, '66.00'],
      [null, '65.25'],
    ]);
    const lowest = computeOfferTotals({ ...BASIS, scoring: 'lowest_price' }, offers, ['x', 'y', 'z'], sheets);
    expect(lowest.map((t) => [t.means, t.priceScore, showPoints(t.total)])).toEqual([
      [[], null, '0.00'],
      [[], null, '0.00'],
    ]);
  });

  it('does not count who was replaced', () => {
    const more = [...sheets, score('gone', 'b', 2, 5000), score('gone', 'b', 3, 3000)];
    expect(computeOfferTotals(BASIS, offers, ['x', 'y', 'z'], more)).toEqual(
      computeOfferTotals(BASIS, offers, ['x', 'y', 'z'], sheets),
    );
  });

  it('is the same in whatever order sheets and offers come, and the sum of its parts', () => {
    const cell = fc.integer({ min: 0, max: 5000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 9 }), (given) => {
        const members = given.map((_, i) => `m${i}`);
        const scores = given.flatMap(([two, three], i) => [score(`m${i}`, 'a', 2, two), score(`m${i}`, 'a', 3, three)]);
        const [total] = computeOfferTotals(BASIS, [{ bid: 'a', price: 7n }], members, scores);
        const [again] = computeOfferTotals(BASIS, [{ bid: 'a', price: 7n }], members.toReversed(), scores.toReversed());
        expect(again).toEqual(total);
        const sum = given.reduce((all, [two, three]) => all + two + three, 0);
        expect(total?.total).toEqual(plus(exact(sum, given.length), exact(2000)));
      }),
    );
  });
});

describe('a sheet', () => {
  it('names what is missing and what lies outside its criterion', () => {
    const scores = [
      { bid: 'a', criterion: 2, points: 5001 },
      { bid: 'a', criterion: 1, points: 10 },
      { bid: 'c', criterion: 2, points: 10 },
      { bid: 'b', criterion: 3, points: 3000 },
    ];
    expect(sheetFaults(BASIS, ['a', 'b'], scores)).toEqual({
      missing: [
        { bid: 'a', criterion: 3 },
        { bid: 'b', criterion: 2 },
      ],
      outside: [0, 1, 2],
    });
  });
});
