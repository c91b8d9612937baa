import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { binomialUpperTail } from './binomial.js';
import { sixDigits } from './exact.js';
import { dealtUpperTail, MOST_DEALT, poissonBinomialUpperTail } from './poisson-binomial.js';

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

describe('things dealt to places', () => {
  const square = (n: number, fits: (place: number, thing: number) => boolean): boolean[][] =>
    Array.from({ length: n }, (_, place) => Array.from({ length: n }, (__, thing) => fits(place, thing)));

  it('fit everywhere in one deal of n! where each fits one place, and in all deals where each fits all', () => {
    expect(dealtUpperTail(square(6, Object.is), 6)).toEqual({ num: 1n, den: 720n });
    expect(dealtUpperTail(square(6, Object.is), 5)).toEqual({ num: 1n, den: 720n });
    expect(sixDigits(dealtUpperTail(square(MOST_DEALT, Object.is), MOST_DEALT))).toBe('2.08768e-9');
    expect(
      sixDigits(
        dealtUpperTail(
          square(5, () => true),
          5,
        ),
      ),
    ).toBe('1.00000');
    expect(
      dealtUpperTail(
        square(5, () => false),
        1,
      ).num,
    ).toBe(0n);
    expect(() => dealtUpperTail(square(MOST_DEALT + 1, Object.is), 1)).toThrow('13 things');
  });

  it('fit as often as among all deals written out', () => {
    const orders = (left: readonly number[]): number[][] =>
      left.length === 0
        ? [[]]
        : left.flatMap((one) => orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest]));
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), { minLength: 5, maxLength: 5 }),
        (fits) => {
          const counts = orders([0, 1, 2, 3, 4]).map(
            (order) => order.filter((thing, place) => fits[place]?.[thing]).length,
          );
          for (let k = 0; k <= 5; k += 1) {
            const { num, den } = dealtUpperTail(fits, k);
            expect(Number((num * 120n) / den)).toBe(counts.filter((count) => count >= k).length);
          }
        },
      ),
    );
  });
});
