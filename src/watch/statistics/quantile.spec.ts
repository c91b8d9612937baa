import { describe, expect, it } from '@jest/globals';
import { quantile } from './quantile.js';

describe('a quantile', () => {
  it('is worked by hand: of 1 … 20 at 95 % h = 20⅓ · 0.95 + ⅓ = 19.65', () => {
    const values = Array.from({ length: 20 }, (_, i) => 20 - i);
    expect(quantile(values, 0.95)).toBeCloseTo(19.65, 10);
    expect(quantile(values, 0.5)).toBeCloseTo(10.5, 10);
  });

  it('differs from percentile_cont, which is 19.05 here', () => {
    expect(
      quantile(
        [...Array(20).keys()].map((i) => i + 1),
        0.95,
      ),
    ).not.toBeCloseTo(19.05, 2);
  });

  it('never leaves what was seen', () => {
    expect(quantile([3], 0.95)).toBe(3);
    expect(quantile([1, 2], 0.99)).toBe(2);
    expect(quantile([1, 2], 0.01)).toBe(1);
    expect(quantile([], 0.5)).toBeNull();
  });
});
