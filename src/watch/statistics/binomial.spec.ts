import { describe, expect, it } from '@jest/globals';
import { binomialLowerTail, binomialUpperTail } from './binomial.js';
import { sixDigits } from './exact.js';

const HALF = { num: 1n, den: 2n };

describe('the upper tail of a binomial', () => {
  it('is what a hand counts', () => {
    // Of four tosses three or more: (4 + 1) / 16.
    expect(sixDigits(binomialUpperTail(4, 3, HALF))).toBe('0.312500');
    // Of three, each at 3/5, all: 27 / 125.
    expect(sixDigits(binomialUpperTail(3, 3, { num: 3n, den: 5n }))).toBe('0.216000');
  });

  it('is certain for none or more, and impossible for more than all', () => {
    expect(sixDigits(binomialUpperTail(5, 0, HALF))).toBe('1.00000');
    expect(sixDigits(binomialUpperTail(5, 6, HALF))).toBe('0');
  });
});

describe('the lower tail of the binomial', () => {
  it('is what the upper tail leaves, and counts as it does', () => {
    const p = { num: 3n, den: 10n };
    expect(sixDigits(binomialLowerTail(13, 0, p))).toBe('0.00968890');
    expect(sixDigits(binomialLowerTail(4, 4, p))).toBe('1.00000');
    expect(sixDigits(binomialLowerTail(4, -1, p))).toBe('0');
    for (const [n, k] of [
      [5, 2],
      [24, 6],
      [60, 17],
      [100, 30],
    ] as const)
      // prettier-ignore
      expect(sixDigits(binomialLowerTail(n, k, p))).toBe(sixDigits(binomialUpperTail(n, n - k, { num: 7n, den: 10n })));
  });

  it('is quick for thousands', () => {
    expect(Number(sixDigits(binomialLowerTail(33_000, 9_000, { num: 3n, den: 10n })))).toBeLessThan(1e-20);
  });
});
