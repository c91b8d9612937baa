import { describe, expect, it } from '@jest/globals';
import { coincidences } from './coincidences.js';
import { sixDigits } from './exact.js';

const on = (grid: number, ...yuan: number[]) => {
  const ascending = yuan.map((price) => BigInt(price) * 100n).sort((a, b) => (a < b ? -1 : 1));
  const found = coincidences(ascending, BigInt(grid) * 100n);
  return { ...found, p: sixDigits(found.p), smallest: sixDigits(found.smallest) };
};

describe('repeated prices', () => {
  it('are counted as bids less different prices, on the cells of their range', () => {
    expect(on(1_000, 181_000, 181_000, 201_000)).toMatchObject({ count: 1, cells: 21n, p: '0.138322' });
    expect(on(1_000, 181_000, 191_000, 201_000)).toMatchObject({ count: 0, p: '1.00000' });
  });

  it('are judged by the nearest other bid: far ones do not make a tie rare', () => {
    // Two equal bids and one 150 cells away: 1 − 150·149/151², in three places.
    expect(on(10, 190_010, 190_010, 191_510, 193_010, 295_010).p).toBe('0.0593395');
    expect(on(10, 190_010, 190_010, 191_510, 193_010, 990_010).p).toBe('0.0593395');
    expect(Number(on(10, 190_010, 190_010, 220_010, 260_010, 295_010).p)).toBeLessThan(0.004);
  });

  it('are judged on their own step: whoever repeats a round price may have rounded so', () => {
    // On the yuan of the third bid two who round to 1 000 met once in 10 000; on their own step once in 7.
    expect(on(1, 181_000, 181_000, 201_003)).toMatchObject({ cells: 20_004n, p: '0.138322', step: 100_000n });
    expect(on(1, 181_003, 181_003, 201_003)).toMatchObject({ p: '0.000149988', step: 100n });
    expect(on(1, 200_000, 200_000, 200_000, 230_001).step).toBe(10_000_000n);
    // The common grid of the lot where it is the coarser one: 487 visits at a price each.
    expect(on(487, 487 * 401, 487 * 401, 487 * 420).step).toBe(48_700n);
  });

  it('are each judged where they stand, and the rarest counts', () => {
    const crowd = [199_000, 199_010, 199_010, 199_030];
    expect(on(10, ...crowd, 150_010, 150_010, 170_010)).toMatchObject({ count: 2 });
    expect(on(10, ...crowd, 150_010, 150_010, 170_010).p).toBe(
      on(10, 150_010, 150_010, 170_010, 180_000, 190_000, 195_000, 198_000).p,
    );
  });

  it('have one percent of the price as their range where all bids agree', () => {
    expect(on(1, 186_543, 186_543, 186_543)).toMatchObject({ count: 2, cells: 1866n, p: '2.87195e-7' });
    expect(on(1, 186_543, 186_543, 186_544)).toMatchObject({ count: 1, cells: 2n, p: '1.00000' });
  });

  it('cannot be rarer than the rarest that is possible between the same ends', () => {
    for (const prices of [
      [180_000, 180_000, 190_000],
      [180_000, 180_000, 180_000, 190_000],
      [180_000, 183_000, 186_000, 186_000, 190_000],
    ]) {
      const found = on(1_000, ...prices);
      expect(Number(found.smallest)).toBeLessThanOrEqual(Number(found.p));
    }
  });
});
