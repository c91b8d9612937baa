import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromEpochDay } from '../../../kernel/clock/plain-date.js';
import { computeForecast, type Forecast, type NoForecast } from './forecast.rules.js';

/** 2026-03-02, a Monday. */
const MONDAY = 20_514;
/** Working days from a Monday on, each with its output. */
const workingDays = (outputs: readonly number[]) =>
  outputs.map((output, i) => ({ day: fromEpochDay(MONDAY + Math.floor(i / 5) * 7 + (i % 5)), output }));
const told = (result: Forecast | NoForecast): Forecast => {
  if ('insufficient' in result) throw new Error(result.insufficient);
  return result;
};
const repeated = (outputs: readonly number[], times: number): number[] =>
  Array.from({ length: times }, () => outputs).flat();

describe('what will have been done at the end', () => {
  /**
   * By hand: 20 days of 3 and 5 in turn: done 80, mean 4, Σ(x − 4)² = 20, σ² = 20/19 = 1.05263. 10 days are left:
   * 1.05263 × (10 + 100/20) = 15.78947, its root 3.97360, times 2.093 is 8.31675. So 120 ± 8.32.
   */
  it('is what is done and the mean of a day for each that is left, with an interval', () => {
    const { done, rate, expected, low, high, between } = told(
      computeForecast({ elapsed: workingDays(repeated([3, 5], 10)), otherDays: [], daysLeft: 10 }),
    );
    expect([done, rate, expected, between]).toEqual([80, 4, 120, 'days']);
    expect([low.toFixed(2), high.toFixed(2)]).toEqual(['111.68', '128.32']);
  });

  it('is not told before twenty effective days are over', () => {
    const of = (n: number) =>
      computeForecast({ elapsed: workingDays(Array<number>(n).fill(2)), otherDays: [], daysLeft: 5 });
    expect(of(19)).toEqual({ insufficient: 'few_effective_days', done: 38 });
    expect(told(of(20)).expected).toBe(50);
  });

  it('is what is done once no day is left', () => {
    const { expected, low, high } = told(
      computeForecast({ elapsed: workingDays(repeated([3, 5], 10)), otherDays: [], daysLeft: 0 }),
    );
    expect([expected, low, high]).toEqual([80, 80, 80]);
  });

  /**
   * By hand: groups of 8, 12, 8, 12 on four Wednesdays: done 40 in 20 days, 2 a day, so 10 a week; Σ(y − 10)²/5 = 3.2,
   * σ² = 3.2/3 a day. 5 days are left: 1.06667 × (5 + 25/20) = 6.66667, its root 2.58199, times 3.182 is 8.2159. 50 ± 8.22.
   */
  it('varies between weeks where a group meets once a week', () => {
    const weeks = [8, 12, 8, 12].map((n) => [0, 0, n, 0, 0]).flat();
    const { expected, low, high, between } = told(
      computeForecast({ elapsed: workingDays(weeks), otherDays: [], daysLeft: 5 }),
    );
    expect([expected, between]).toEqual([50, 'weeks']);
    expect([low.toFixed(2), high.toFixed(2)]).toEqual(['41.78', '58.22']);
  });

  it('varies between weeks where Mondays are fuller than Fridays, or Sundays count too', () => {
    const elapsed = workingDays(repeated([6, 5, 4, 3, 2], 6));
    expect(told(computeForecast({ elapsed, otherDays: [], daysLeft: 5 })).between).toBe('weeks');
    const even = workingDays(repeated([4, 6, 5], 10));
    expect(told(computeForecast({ elapsed: even, otherDays: [], daysLeft: 5 })).between).toBe('days');
    const sundays = [0, 1, 2, 3, 4, 5].map((week) => ({ day: fromEpochDay(MONDAY + 7 * week + 6), output: 9 }));
    const withSundays = told(computeForecast({ elapsed: even, otherDays: sundays, daysLeft: 5 }));
    expect([withSundays.between, withSundays.done]).toEqual(['weeks', 150 + 54]);
  });

  it('loses nothing of what was done, and its interval holds its own middle', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 20, maxLength: 120 }),
        fc.array(fc.tuple(fc.nat(200), fc.nat(50)), { maxLength: 20 }),
        fc.nat(120),
        (outputs, others, daysLeft) => {
          const otherDays = others.map(([day, output]) => ({ day: fromEpochDay(MONDAY + day), output }));
          const result = computeForecast({ elapsed: workingDays(outputs), otherDays, daysLeft });
          const done = [...outputs, ...others.map(([, output]) => output)].reduce((a, b) => a + b, 0);
          expect(result.done).toBe(done);
          if ('insufficient' in result) return;
          expect(result.low).toBeGreaterThanOrEqual(done);
          expect(result.low).toBeLessThanOrEqual(result.expected);
          expect(result.high).toBeGreaterThanOrEqual(result.expected);
        },
      ),
    );
  });
});
