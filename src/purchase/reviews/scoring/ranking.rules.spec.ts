import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { exact } from './exact.rules.js';
import { draw, rankOffers, listTies, verifyDraw } from './ranking.rules.js';
import type { OfferTotal } from './scores.rules.js';

const offer = (bid: string, total: number, price: number, technical = 0): OfferTotal => ({
  bid,
  price: BigInt(price),
  rate: 0,
  evaluated: BigInt(price) * 10_000n,
  means: [],
  priceScore: null,
  technical: exact(technical),
  total: exact(total),
});
const BY_SCORE = { scoring: 'comprehensive', pricing: 'competitive' } as const;
const ranks = (offers: OfferTotal[], method: 'OPEN_TENDER' | 'COMPETITIVE_CONSULTATION' = 'OPEN_TENDER') =>
  rankOffers(offers, method, BY_SCORE).map(({ bid, rank }) => [bid, rank]);

describe('the order of the offers', () => {
  it('is the higher total, then the lower price', () => {
    expect(ranks([offer('a', 80, 5), offer('b', 90, 9), offer('c', 80, 4)])).toEqual([
      ['b', 1],
      ['c', 2],
      ['a', 3],
    ]);
  });

  it('is in a consultation the better service after that, in a tender nothing more', () => {
    const equal = [offer('a', 80, 5, 30), offer('b', 80, 5, 40), offer('c', 70, 5)];
    expect(ranks(equal, 'COMPETITIVE_CONSULTATION')).toEqual([
      ['b', 1],
      ['a', 2],
      ['c', 3],
    ]);
    expect(ranks(equal)).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 3],
    ]);
    expect(listTies(rankOffers(equal, 'OPEN_TENDER', BY_SCORE))).toEqual([['a', 'b']]);
    expect(listTies(rankOffers(equal, 'COMPETITIVE_CONSULTATION', BY_SCORE))).toEqual([]);
  });

  it('is the price alone where the lowest price decides', () => {
    const ranked = rankOffers([offer('a', 90, 5), offer('b', 0, 4)], 'OPEN_TENDER', {
      ...BY_SCORE,
      scoring: 'lowest_price',
    });
    expect(ranked.map(({ bid }) => bid)).toEqual(['b', 'a']);
  });

  it('is never the price where it is fixed', () => {
    const equal = [offer('a', 80, 5, 30), offer('b', 80, 4, 30), offer('c', 80, 5, 40)];
    const fixed = { ...BY_SCORE, pricing: 'fixed' } as const;
    expect(rankOffers(equal, 'OPEN_TENDER', fixed).map(({ rank }) => rank)).toEqual([1, 1, 1]);
    expect(rankOffers(equal, 'COMPETITIVE_CONSULTATION', fixed).map(({ bid, rank }) => [bid, rank])).toEqual([
      ['c', 1],
      ['a', 2],
      ['b', 2],
    ]);
  });

  it('compares what is exact, not what is shown', () => {
    const close = [
      { ...offer('a', 0, 5), total: exact(26_665n, 3n) },
      { ...offer('b', 0, 4), total: exact(8888n) },
    ];
    expect(ranks(close)[0]).toEqual(['a', 1]);
  });

  it('gives everyone a rank that fits, in whatever order they come', () => {
    const some = fc.uniqueArray(
      fc.record({ bid: fc.uuid(), total: fc.nat(3), price: fc.integer({ min: 1, max: 3 }) }),
      {
        selector: ({ bid }) => bid,
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(some, (given) => {
        const offers = given.map(({ bid, total, price }) => offer(bid, total, price));
        const ranked = rankOffers(offers, 'OPEN_TENDER', BY_SCORE);
        expect(rankOffers(offers.toReversed(), 'OPEN_TENDER', BY_SCORE)).toEqual(ranked);
        for (const { bid, rank, total, price } of ranked) {
          const better = offers.filter((o) => o.total.of > total.of || (o.total.of === total.of && o.price < price));
          expect([bid, rank]).toEqual([bid, better.length + 1]);
        }
      }),
    );
  });
});

describe('a draw', () => {
  it('follows from seed, lot and bids alone, by SHA-256', () => {
    const drawn = draw('2026-02-03 沪深300 4312.87', 'lot', ['b', 'a']);
    const urn = createHash('sha256').update('2026-02-03 沪深300 4312.87|lot|a|b').digest('hex');
    const expected = ['a', 'b']
      .map((bid) => ({ bid, hash: createHash('sha256').update(`${urn}|${bid}`).digest('hex') }))
      .sort((x, y) => (x.hash < y.hash ? -1 : 1));
    expect(drawn.order).toEqual(expected);
    expect(draw('2026-02-03 沪深300 4312.87', 'lot', ['a', 'b'])).toEqual(drawn);
    expect(() => draw('s', 'lot', ['a', 'a'])).toThrow(RangeError);
  });

  it('is repeated by anybody, and one that was bent is found out', () => {
    const ids = fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(fc.string(), fc.uuid(), ids, (seed, lot, bids) => {
        const drawn = draw(seed, lot, bids);
        expect(verifyDraw(drawn)).toBe(true);
        expect(verifyDraw({ ...drawn, order: drawn.order.toReversed() })).toBe(false);
        expect(verifyDraw({ ...drawn, seed: `${seed}x` })).toBe(false);
        expect(verifyDraw({ ...drawn, order: drawn.order.slice(1) })).toBe(false);
        expect(verifyDraw({ ...drawn, order: [...drawn.order, ...drawn.order] })).toBe(false);
      }),
    );
  });

  it('favours nobody', () => {
    const first = Array.from({ length: 3000 }, (_, i) => draw(`seed ${i}`, 'lot', ['a', 'b', 'c']).order[0]?.bid);
    for (const bid of ['a', 'b', 'c']) expect(Math.abs(first.filter((b) => b === bid).length - 1000)).toBeLessThan(120);
  });
});
