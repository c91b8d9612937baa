import { describe, expect, it } from '@jest/globals';
import { sixDigits } from './exact.js';
import { binomial, fisherAtMost } from './fisher.js';

describe("Fisher's exact test", () => {
  it('is the tea of the lady: three or fewer of four cups, 1 − 1/70', () => {
    expect(binomial(8, 4)).toBe(70n);
    expect(fisherAtMost(3, 4, 4, 8)).toEqual({ num: 69n, den: 70n });
    expect(fisherAtMost(0, 4, 4, 8)).toEqual({ num: 1n, den: 70n });
  });

  it('agrees with the sum worked by hand', () => {
    // 2 of 10 and 8 of 10: (C(10,0)C(10,10) + C(10,1)C(10,9) + C(10,2)C(10,8)) / C(20,10) = (1 + 100 + 2025) / 184756
    expect(sixDigits(fisherAtMost(2, 10, 10, 20))).toBe('0.0115071');
  });

  it('is certain where nothing can be fewer, and never more than certain', () => {
    expect(fisherAtMost(5, 5, 9, 10)).toEqual({ num: 1n, den: 1n });
    expect(fisherAtMost(0, 0, 3, 9)).toEqual({ num: 1n, den: 1n });
    expect(binomial(3, 5)).toBe(0n);
  });
});
