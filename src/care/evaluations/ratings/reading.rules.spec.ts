import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STEP, tellRatings } from './reading.rules.js';

/** Everything that is ever told of raters who speak in this order, each once. */
function listReadings(points: readonly number[]): string[] {
  const sums: number[] = [];
  const readings: string[] = [];
  let sum = 0;
  points.forEach((given, i) => {
    sum += given;
    if ((i + 1) % STEP === 0) sums.push(sum);
    readings.push(JSON.stringify(tellRatings(sums)));
  });
  return readings;
}
const times = (count: number, points: number): number[] => Array.from({ length: count }, () => points);
const told = (points: readonly number[]) => JSON.parse(listReadings(points).at(-1) ?? 'null') as unknown;

describe('what is told of ratings', () => {
  it('begins with the fifth, and is a bound where nearly all of the first five gave the same', () => {
    expect(told([4, 4, 4, 4])).toBeNull();
    expect(told([1, 2, 3, 4, 5])).toEqual({ answers: 5, mean: '3.00', bound: null });
    for (const last of [4, 5])
      expect(told([5, 5, 5, 5, last])).toEqual({ answers: 5, mean: '4.80', bound: 'at_least' });
    for (const last of [1, 2]) expect(told([1, 1, 1, 1, last])).toEqual({ answers: 5, mean: '1.20', bound: 'at_most' });
  });

  it('waits where five more gave nearly all the same, until others are told with them', () => {
    const mixed = [3, 3, 4, 4, 4];
    const first = { answers: 5, mean: '3.60', bound: null };
    for (const five of [times(5, 5), [...times(4, 5), 4], times(5, 1), [...times(4, 1), 2]])
      expect(told([...mixed, ...five])).toEqual(first);
    expect(told([...mixed, 5, 5, 5, 5, 3])).toEqual({ answers: 10, mean: '4.10', bound: null });
    expect(told([...mixed, ...times(5, 5), ...times(5, 3)])).toEqual({ answers: 15, mean: '3.87', bound: null });
  });

  it('goes on where both readings are the same bound', () => {
    expect(told(times(25, 5))).toEqual({ answers: 25, mean: '4.80', bound: 'at_least' });
    expect(told([...times(20, 1), ...times(5, 3)])).toEqual({ answers: 25, mean: '1.40', bound: null });
  });

  it('never says of five in a row that they all gave the same: others could have given the same readings', () => {
    const five = fc.oneof(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: STEP, maxLength: STEP }),
      fc.constantFrom(times(5, 5), times(5, 1), [5, 5, 5, 5, 4], [1, 1, 1, 1, 2]),
    );
    fc.assert(
      fc.property(fc.array(five, { minLength: 1, maxLength: 6 }), (groups) => {
        const points = groups.flat();
        const seen = listReadings(points).join();
        groups.forEach((group, i) => {
          const [given = 0] = group;
          if (!group.every((point) => point === given) || (given !== 1 && given !== 5)) return;
          const changed = points.map((point, at) => (at === i * STEP ? (given === 5 ? 4 : 2) : point));
          const step = given === 5 ? 1 : -1;
          // The same sum another way: one of another five gives a point more, or less.
          const others = points.flatMap((point, at) =>
            Math.floor(at / STEP) !== i && point + step >= 1 && point + step <= 5
              ? [changed.map((own, place) => (place === at ? point + step : own))]
              : [],
          );
          expect([changed, ...others].some((other) => listReadings(other).join() === seen)).toBe(true);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('lets two readings differ by no five that are nearly alike', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 5, maxLength: 60 }), (points) => {
        const readings = [...new Set(listReadings(points))].flatMap((text) => {
          const reading = JSON.parse(text) as { answers: number; mean: string; bound: string | null } | null;
          return reading === null || reading.bound !== null ? [] : [reading];
        });
        for (const [i, later] of readings.entries())
          for (const earlier of readings.slice(0, i)) {
            const sum = (answers: number) => points.slice(0, answers).reduce((all, point) => all + point, 0);
            const mean = (sum(later.answers) - sum(earlier.answers)) / (later.answers - earlier.answers);
            expect(mean).toBeLessThan(4.8);
            expect(mean).toBeGreaterThan(1.2);
          }
      }),
    );
  });
});
