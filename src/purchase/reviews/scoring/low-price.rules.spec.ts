import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leastMinutes, lowPriceTriggers, mayAskAboutPrice } from './low-price.rules.js';

const offers = (...prices: number[]) => prices.map((price, i) => ({ bid: `b${i}`, price: BigInt(price) }));
const found = (prices: number[], ceiling: number | null = null, at = '2026-02-01') =>
  Object.fromEntries(lowPriceTriggers(offers(...prices), ceiling === null ? null : BigInt(ceiling), at));

describe('a low price', () => {
  it('is one below half the mean of all, strictly', () => {
    // The mean of 49, 100 and 149 is 99⅓, half of it 49⅔.
    expect(found([49, 100, 149]).b0).toEqual(['LOWPRICE-AVG-50', 'LOWPRICE-2ND-50']);
    expect(found([50, 60, 190]).b0).toBeUndefined();
    expect(found([49, 60, 191])).toEqual({ b0: ['LOWPRICE-AVG-50'] });
  });

  it('is one below the larger share of the mean that the documents set, strictly', () => {
    const below = (share: number | null, ...prices: number[]) => [
      ...lowPriceTriggers(offers(...prices), null, '2026-02-01', share).values(),
    ];
    expect(below(6_500, 65, 135)).toEqual([['LOWPRICE-2ND-50']]);
    expect(below(6_500, 65, 110, 125)).toEqual([]);
    expect(below(6_500, 64, 110, 126)).toEqual([['LOWPRICE-AVG-50']]);
    expect(below(null, 64, 110, 126)).toEqual([]);
    expect(lowPriceTriggers(offers(64, 110, 126), null, '2026-01-31', 6_500).size).toBe(0);
  });

  it('is the lowest below half the next, strictly', () => {
    expect(found([50, 100])).toEqual({});
    expect(found([49, 99])).toEqual({ b0: ['LOWPRICE-2ND-50'] });
    expect(found([49, 49, 100])).toEqual({});
  });

  it('is one below 45 percent of the ceiling, strictly', () => {
    expect(found([45, 60], 100)).toEqual({});
    expect(found([44, 60], 100)).toEqual({ b0: ['LOWPRICE-CEIL-45'] });
    expect(found([44], 100)).toEqual({ b0: ['LOWPRICE-CEIL-45'] });
  });

  it('is none before the rules', () => {
    expect(found([1, 100], 1000, '2026-01-31')).toEqual({});
    expect(leastMinutes('2026-01-31')).toBeNull();
    expect(leastMinutes('2026-02-01')).toBe(30);
  });

  it('agrees with the law read slowly, in decimals', () => {
    const prices = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 400 }), (given, ceiling) => {
        const mean = given.reduce((a, b) => a + b, 0) / given.length;
        const [low, next] = given.toSorted((a, b) => a - b);
        const triggers = found(given, ceiling);
        given.forEach((price, i) => {
          expect(triggers[`b${i}`] ?? []).toEqual([
            ...(price < mean * 0.5 - 1e-9 ? ['LOWPRICE-AVG-50'] : []),
            ...(price === low && next !== undefined && price < next * 0.5 ? ['LOWPRICE-2ND-50'] : []),
            ...(price < ceiling * 0.45 - 1e-9 ? ['LOWPRICE-CEIL-45'] : []),
          ]);
        });
      }),
    );
  });
});

describe('a question about the price', () => {
  const may = (method: 'OPEN_TENDER' | 'COMPETITIVE_CONSULTATION', prices: number[], at: string, bid = 'b0') =>
    mayAskAboutPrice(method, offers(...prices), null, at, bid);

  it('is asked in a tender of one that is below the others, by Order 87', () => {
    expect(may('OPEN_TENDER', [80, 100, 100], '2025-11-24')).toBe(true);
    expect(may('OPEN_TENDER', [80, 100, 100], '2017-09-30')).toBe(false);
    expect(may('OPEN_TENDER', [100, 100, 100], '2025-11-24')).toBe(false);
    expect(may('OPEN_TENDER', [80], '2025-11-24')).toBe(false);
    expect(may('OPEN_TENDER', [80, 100], '2025-11-24', 'other')).toBe(false);
  });

  it('is asked in a consultation where a trigger is met', () => {
    expect(may('COMPETITIVE_CONSULTATION', [80, 100, 100], '2026-02-01')).toBe(false);
    expect(may('COMPETITIVE_CONSULTATION', [40, 100, 100], '2026-02-01')).toBe(true);
    expect(may('COMPETITIVE_CONSULTATION', [40, 100, 100], '2026-01-31')).toBe(false);
  });
});
