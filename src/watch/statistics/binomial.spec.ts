import { describe, expect, it } from '@jest/globals';
import { binomialUpperTail } from './binomial.js';
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
