import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  computeOfferedAmount,
  deriveAwardedPrice,
  exceedsUnitPrices,
  findUnsettledPrice,
  readOfferedFen,
  readOfferedPrice,
} from './offered-price.rules.js';
import type { PriceTerm } from '../price-types.js';

const HOURS: PriceTerm = {
  kind: 'mixed',
  fixed: '10000.00',
  items: [
    { no: 1, unit: '小时', unitPrice: '40.00', quantity: 1000, per: 60, measure: { of: 'minutes' } },
    {
      no: 2,
      unit: '人次',
      unitPrice: '30.00',
      quantity: 100,
      measure: { of: 'visits' },
      bands: [{ above: 50, unitPrice: '20.00' }],
    },
  ],
};
const offer = (hour: string, visit: string, above: string, fixedPart = '9000.00') => ({
  price: null,
  fixedPart,
  unitPrices: [
    { no: 1, unitPrice: hour },
    { no: 2, unitPrice: visit, bands: [{ above: 50, unitPrice: above }] },
  ],
});

describe('what an offer by the unit comes to', () => {
  it('is its prices at the quantities that the documents expect, beside its fixed part', () => {
    // 9 000 + 1 000 × 38 + 50 × 30 + 50 × 19.50.
    expect(computeOfferedAmount(HOURS, offer('38', '30', '19.50'))).toBe(4_947_500n);
    expect(computeOfferedAmount(HOURS, { price: '1.00' })).toBeNull();
    expect(computeOfferedAmount({ kind: 'sum' }, offer('38', '30', '19.50'))).toBeNull();
  });

  it('follows quantities that are corrected after it was made', () => {
    const less = { ...HOURS, items: HOURS.items?.map((item) => ({ ...item, quantity: 10 })) ?? [] };
    const said = { ...offer('38', '30', '19.50'), price: '49475.00' };
    expect([readOfferedPrice(HOURS, said), readOfferedPrice(less, said)]).toEqual(['49475.00', '9680.00']);
    expect(readOfferedPrice(null, { price: '1.00' })).toBe('1.00');
    // 1 000 times the largest amount there is.
    const dear = { ...offer('999999999999999.99', '30', '19.50'), price: null };
    expect([readOfferedFen(HOURS, dear), readOfferedPrice(HOURS, dear)]).toEqual([expect.any(BigInt), null]);
  });

  it('becomes the price of the contract, with everything else as it was announced', () => {
    expect(deriveAwardedPrice({ ...HOURS, every: 3 }, offer('38', '30', '19.5'))).toEqual({
      kind: 'mixed',
      fixed: '9000.00',
      items: [
        { no: 1, unit: '小时', unitPrice: '38.00', quantity: 1000, per: 60, measure: { of: 'minutes' } },
        {
          no: 2,
          unit: '人次',
          unitPrice: '30.00',
          quantity: 100,
          measure: { of: 'visits' },
          bands: [{ above: 50, unitPrice: '19.50' }],
        },
      ],
      every: 3,
    });
  });

  it('never exceeds what was announced where no unit does', () => {
    const most = 1_000_000n + 4_000_000n + 250_000n;
    expect(findUnsettledPrice(HOURS, { ceiling: most, pricing: 'fixed' })).toEqual([]);
    expect(findUnsettledPrice(HOURS, { ceiling: most + 1n, pricing: 'fixed' })).toHaveLength(1);
    expect(findUnsettledPrice(HOURS, { ceiling: most - 1n, pricing: 'competitive' })).toHaveLength(1);
    const fen = (upTo: number) => fc.integer({ min: 1, max: upTo }).map((n) => (n / 100).toFixed(2));
    fc.assert(
      fc.property(fen(5000), fen(4000), fen(3000), fen(1_100_000), (hour, visit, above, fixed) => {
        const offered = offer(hour, visit, above, fixed);
        const exceeds = [
          [hour, '40.00'],
          [visit, '30.00'],
          [above, '20.00'],
          [fixed, '10000.00'],
        ].some(([asked, most_]) => Number(asked) > Number(most_));
        expect(exceedsUnitPrices(HOURS, offered)).toBe(exceeds);
        if (!exceeds) expect(computeOfferedAmount(HOURS, offered)).toBeLessThanOrEqual(most);
      }),
    );
  });
});
