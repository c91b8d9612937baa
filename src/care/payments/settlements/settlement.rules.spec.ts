import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PriceItem } from '../../../purchase/tenders/conducted/terms/price-types.js';
import { computeWorth } from '../../../purchase/tenders/conducted/terms/prices/price-worth.rules.js';
import { computeDeduction, computeSettlement, type SettledBefore } from './settlement.rules.js';

const visits: PriceItem = { no: 1, unit: '人次', unitPrice: '35.00', measure: { of: 'visits' } };
const NOTHING: SettledBefore = { units: 0n, deducted: 0n, total: 0n };
const worth = (item: PriceItem, units: number): bigint => computeWorth([item], new Map([[1, BigInt(units)]]));

describe('what units are worth', () => {
  it('is their price, of each band its own', () => {
    expect(worth(visits, 120)).toBe(420_000n);
    const banded = { ...visits, bands: [{ above: 3000, unitPrice: '30.00' }] };
    expect([2999, 3000, 3001].map((units) => worth(banded, units))).toEqual([10_496_500n, 10_500_000n, 10_503_000n]);
  });

  it('is rounded once, half up, also where minutes make an hour', () => {
    const hours: PriceItem = { no: 1, unit: '小时', unitPrice: '25.01', per: 60, measure: { of: 'minutes' } };
    // 90 minutes are 37.515 yuan, 30 are 12.505.
    expect([worth(hours, 90), worth(hours, 30), worth(hours, 60)]).toEqual([3752n, 1251n, 2501n]);
    // Two items of 12.505 are 25.01.
    expect(
      computeWorth(
        [hours, { ...hours, no: 2 }],
        new Map([
          [1, 30n],
          [2, 30n],
        ]),
      ),
    ).toBe(2501n);
  });
});

describe('one settlement', () => {
  it('takes a correction of an old record off the next sum', () => {
    const january = computeSettlement(worth(visits, 120), 0n, NOTHING, 18_000_000n);
    expect(january).toEqual({ units: 420_000n, deducted: 0n, total: 420_000n, carried: 0n });
    // Ten visits of January were none, and a hundred were made in February.
    expect(computeSettlement(worth(visits, 210), 0n, january, 18_000_000n).total).toBe(315_000n);
    // Nothing was done since, and fifty were none: the next one takes it off.
    const empty = computeSettlement(worth(visits, 70), 0n, january, 18_000_000n);
    expect(empty).toEqual({ units: -175_000n, deducted: 0n, total: 0n, carried: -175_000n });
  });

  it('pays no more than the cap', () => {
    const first = computeSettlement(420_000n, 0n, NOTHING, 500_000n);
    expect(computeSettlement(735_000n, 0n, first, 500_000n)).toMatchObject({ total: 80_000n, carried: 0n });
  });

  it('takes off what the contract names, each up to its most', () => {
    const deductions = [
      { no: 1, text: '未按时上门', amount: '50.00', most: '120.00' },
      { no: 2, text: '缺席', amount: '80.00' },
    ];
    expect(computeDeduction(deductions, [{ no: 1, times: 2 }])).toBe(10_000n);
    expect(
      computeDeduction(deductions, [
        { no: 1, times: 3 },
        { no: 2, times: 1 },
      ]),
    ).toBe(20_000n);
    expect(computeSettlement(420_000n, 10_000n, NOTHING, 18_000_000n).total).toBe(410_000n);
  });

  it('takes deductions off what the cap leaves, and never pays less than nothing', () => {
    expect(computeSettlement(12_000_000n, 300_000n, NOTHING, 10_000_000n)).toMatchObject({
      total: 9_700_000n,
      carried: 0n,
    });
    // What was taken off before stays off; what could not be taken off is with the next one.
    const first = computeSettlement(9_000_000n, 300_000n, NOTHING, 10_000_000n);
    const before = { ...first, deducted: 300_000n };
    expect(computeSettlement(12_000_000n, 0n, before, 10_000_000n).total).toBe(1_000_000n);
    const whole = computeSettlement(10_000_000n, 0n, NOTHING, 10_000_000n);
    expect(computeSettlement(12_000_000n, 300_000n, whole, 10_000_000n)).toMatchObject({
      total: 0n,
      carried: -300_000n,
    });
  });

  it('never goes beyond the cap, and pays all that was ever owed, whatever the order of corrections', () => {
    const step = fc.record({ units: fc.integer({ min: -300, max: 500 }), times: fc.integer({ min: 0, max: 5 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 24 }), fc.bigInt({ min: 0n, max: 3_000_000n }), (steps, cap) => {
        let [units, before, most] = [0, NOTHING, 0n];
        for (const { units: more, times } of steps) {
          units = Math.max(0, units + more);
          const now = computeSettlement(worth(visits, units), BigInt(times) * 5_000n, before, cap);
          before = {
            units: before.units + now.units,
            deducted: before.deducted + now.deducted,
            total: before.total + now.total,
          };
          const owed = (before.units < cap ? before.units : cap) - before.deducted;
          most = [most, owed].reduce((a, b) => (a > b ? a : b));
          expect(before.units).toBe(worth(visits, units));
          expect(before.total).toBe(most);
          expect(before.total <= cap).toBe(true);
          expect(now.carried).toBe(owed < before.total ? owed - before.total : 0n);
        }
      }),
    );
  });
});
