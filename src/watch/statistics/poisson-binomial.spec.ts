import { describe, expect, it } from '@jest/globals';
import { binomialUpperTail } from './binomial.js';
import { sixDigits } from './exact.js';
import { poissonBinomialUpperTail } from './poisson-binomial.js';

describe('trials of different chances', () => {
  it('are a binomial where the chances are equal', () => {
    const third = { num: 1n, den: 3n };
    for (let k = 0; k <= 7; k += 1)
      expect(
        sixDigits(
          poissonBinomialUpperTail(
            Array.from({ length: 7 }, () => third),
            k,
          ),
        ),
      ).toBe(sixDigits(binomialUpperTail(7, k, third)));
  });

  it('succeed all together with the product of their chances, and never more often than there are of them', () => {
    const chances = [
      { num: 1n, den: 2n },
      { num: 1n, den: 6n },
      { num: 0n, den: 1n },
    ];
    expect(poissonBinomialUpperTail(chances.slice(0, 2), 2)).toEqual({ num: 1n, den: 12n });
    expect(poissonBinomialUpperTail(chances, 3).num).toBe(0n);
    expect(sixDigits(poissonBinomialUpperTail(chances, 1))).toBe('0.583333');
  });
});
