import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lessOrEqual, probability, parseRatio, sixDigits } from './exact.js';

const digits = (num: bigint, den: bigint): string => sixDigits({ num, den });

describe('six significant digits', () => {
  it('writes a probability as a person reads it', () => {
    expect(digits(600n, 9261n)).toBe('0.0647878');
    expect(digits(1n, 1n)).toBe('1.00000');
    expect(digits(1n, 3n)).toBe('0.333333');
    expect(digits(2n, 3n)).toBe('0.666667');
    expect(digits(1n, 864_000_000n)).toBe('1.15741e-9');
    expect(digits(0n, 5n)).toBe('0');
  });

  it('carries where rounding makes a seventh digit', () => {
    expect(digits(9_999_999n, 10_000_000n)).toBe('1.00000');
    expect(digits(99_999_996n, 1_000_000_000n)).toBe('0.100000');
  });

  it('agrees with floating point wherever that is exact enough', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 9n), fc.bigInt(1n, 10n ** 9n), (a, b) => {
        const [num, den] = a < b ? [a, b] : [b, a];
        const text = Number(digits(num, den));
        expect(Math.abs(text / (Number(num) / Number(den)) - 1)).toBeLessThan(5.1e-6);
      }),
    );
  });

  it('handles numbers far beyond floating point', () => {
    expect(digits(1n, 7n ** 400n)).toMatch(/^\d\.\d{5}e-339$/);
  });
});

describe('exact probabilities', () => {
  it('compares without rounding: one part in 10^30 above a hundredth is above', () => {
    const level = parseRatio('0.01');
    expect(lessOrEqual({ num: 10n ** 28n, den: 10n ** 30n }, level)).toBe(true);
    expect(lessOrEqual({ num: 10n ** 28n + 1n, den: 10n ** 30n }, level)).toBe(false);
  });

  it('never exceeds 1', () => {
    expect(probability(7n, 5n)).toEqual({ num: 1n, den: 1n });
  });
});
