import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STEP, tellRatings, type Reading } from './reading.rules.js';

/** What is told of raters who speak in this order, each once. */
function tell(points: readonly number[]): Reading | null {
  const fives = Array.from({ length: Math.floor(points.length / STEP) }, (_, i) => ({
    fresh: points.slice(i * STEP, (i + 1) * STEP).reduce((sum, point) => sum + point, 0),
    moved: 0,
  }));
  return tellRatings(fives);
}
/** Everything that is ever told of them. */
const listReadings = (points: readonly number[]): string =>
  points.map((_, i) => JSON.stringify(tell(points.slice(0, i + 1)))).join();
const times = (count: number, points: number): number[] => Array.from({ length: count }, () => points);
const point = fc.integer({ min: 1, max: 5 });
const five = fc.oneof(
  fc.array(point, { minLength: STEP, maxLength: STEP }),
  fc.constantFrom(times(5, 5), times(5, 1), [5, 5, 5, 5, 4], [1, 1, 1, 1, 2]),
);

describe('what is told of ratings', () => {
  it('begins with the fifth, and is a bound where nearly all of five gave the same', () => {
    expect(tell([4, 4, 4, 4])).toBeNull();
    expect(tell([1, 2, 3, 4, 5])).toEqual({ answers: 5, mean: '3.00', bound: null });
    for (const last of [4, 5])
      expect(tell([5, 5, 5, 5, last])).toEqual({ answers: 5, mean: '4.80', bound: 'at_least' });
    for (const last of [1, 2]) expect(tell([1, 1, 1, 1, last])).toEqual({ answers: 5, mean: '1.20', bound: 'at_most' });
  });

  it('stays one where five more gave nearly all the same', () => {
    const mixed = [3, 3, 4, 4, 4];
    for (const last of [4, 5])
      expect(tell([...mixed, 5, 5, 5, 5, last])).toEqual({ answers: 10, mean: '4.20', bound: 'at_least' });
    expect(tell([...mixed, 5, 5, 5, 5, 3])).toEqual({ answers: 10, mean: '4.10', bound: null });
    expect(tell([...mixed, ...times(5, 5), ...times(5, 1)])).toEqual({ answers: 15, mean: '3.20', bound: 'about' });
  });

  it('follows the means of raters who speak again', () => {
    const fives = [
      { fresh: 25, moved: 0 },
      { fresh: 15, moved: -2.5 },
    ];
    expect(tellRatings(fives)).toEqual({ answers: 10, mean: '3.65', bound: 'at_least' });
  });

  it('says at no time, and by no two readings, that five all gave the same: with another four it would be the same', () => {
    fc.assert(
      fc.property(fc.array(five, { minLength: 1, maxLength: 8 }), fc.nat(STEP - 1), (groups, place) => {
        const points = groups.flat();
        const seen = listReadings(points);
        groups.forEach((group, i) => {
          const [given = 0] = group;
          if (!group.every((one) => one === given) || (given !== 1 && given !== 5)) return;
          const other = points.with(i * STEP + place, given === 5 ? 4 : 2);
          expect(listReadings(other)).toBe(seen);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('differs from the mean by less than 0.21, in the direction that it says', () => {
    fc.assert(
      fc.property(fc.array(five, { minLength: 1, maxLength: 8 }), (groups) => {
        const points = groups.flat();
        const mean = points.reduce((sum, one) => sum + one, 0) / points.length;
        const { mean: said, bound } = tell(points) as Reading;
        const more = mean - Number(said);
        expect(Math.abs(more)).toBeLessThan(0.21);
        if (bound === null) expect(Math.abs(more)).toBeLessThan(0.0051);
        if (bound === 'at_least') expect(more).toBeGreaterThan(-0.0051);
        if (bound === 'at_most') expect(more).toBeLessThan(0.0051);
      }),
    );
  });
});
