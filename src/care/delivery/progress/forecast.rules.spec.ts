import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../../kernel/clock/plain-date.js';
import { shippedCalendar } from '../../../law/calendars/shipped-calendar.js';
import { describeDays, type DescribedDay } from '../../../law/deadlines/window.rules.js';
import { computeForecast, type Forecast, type NoForecast } from './forecast.rules.js';

const calendar = shippedCalendar();
const told = (result: Forecast | NoForecast): Forecast => {
  if ('insufficient' in result) throw new Error(result.insufficient);
  return result;
};
/** A window asked on a day, with what was done on each day before it. */
const ask = (from: string, to: string, today: string, done: (day: DescribedDay, at: number) => number) => {
  const days = describeDays(calendar, from, to);
  return computeForecast({
    past: days.flatMap((day, at) => (day.day < today ? [{ ...day, output: done(day, at) }] : [])),
    ahead: days.filter(({ day }) => day >= today),
  });
};
const isWeekday = ({ weekday }: DescribedDay): boolean => weekday < 5;
const shown = ({ low, expected, high }: Forecast): string[] => [low, expected, high].map((n) => n.toFixed(1));

describe('what will have been done at the end', () => {
  /**
   * Four weeks from Monday 2026-05-11 and one ahead; no holiday, no festival. Monday to Thursday 3 and 5 in turn, Friday 4, each
   * week 20: weeks vary by nothing. Each of four weekdays: squares 4, σ² = 4/3; doubt of each (0.5 × 4)²/22 = 0.181818, 21
   * being 7 × 3. One day of each ahead: × (1 + 1/4). Variance 4 × (1.333333 + 0.181818) × 1.25 + 0.181818 × 1.25 = 7.803030;
   * freedom 7.803030² / (4 × 1.666667²/3) = 16.4, its point 2.120. Half 2.120 × 2.793390 = 5.92. So 80 + 20 ± 5.92.
   */
  it('is what is done and the mean of each weekday ahead, with an interval', () => {
    const forecast = told(
      ask('2026-05-11', '2026-06-14', '2026-06-08', (day, at) =>
        !isWeekday(day) ? 0 : day.weekday === 4 ? 4 : (Math.floor(at / 7) + day.weekday) % 2 === 0 ? 3 : 5,
      ),
    );
    expect(shown(forecast)).toEqual(['94.1', '100.0', '105.9']);
    expect([forecast.between, forecast.weekdays, forecast.keepsRestDays]).toEqual(['days', [4, 4, 4, 4, 4, 0, 0], 1]);
  });

  /**
   * The same days, whole weeks of 3 and of 5 in turn. Weeks lie off by 5 each where their days would by √5: the ratio is 5.
   * Variance 5 × (5 × 1.333333 + 0.181818) × 1.25 = 42.80303, between four weeks: 3 degrees, 3.182. Half 20.82.
   */
  it('varies between weeks where good weeks follow bad ones', () => {
    const forecast = told(
      ask('2026-05-11', '2026-06-14', '2026-06-08', (day, at) =>
        !isWeekday(day) ? 0 : Math.floor(at / 7) % 2 === 0 ? 3 : 5,
      ),
    );
    expect([...shown(forecast), forecast.between]).toEqual(['80.0', '100.0', '120.8', 'weeks']);
  });

  it('follows a service of every day through weekends and festival: five visits from 5 January, truth 1805', () => {
    const asked = (today: string) =>
      told(ask('2026-01-01', '2026-12-31', today, ({ day }) => (day < '2026-01-05' ? 0 : 5)));
    const april = asked('2026-04-01');
    expect(april.expected).toBeGreaterThan(1770);
    expect(april.expected).toBeLessThan(1840);
    expect(april.low <= 1805 && 1805 <= april.high).toBe(true);
    expect(april.high - april.low).toBeGreaterThan(20);
    expect(april.high - april.low).toBeLessThan(200);
    const widths = ['02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => {
      const { low, high } = asked(`2026-${month}-01`);
      expect(low <= 1805 && 1805 <= high).toBe(true);
      return high - low;
    });
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(new Set(widths).size).toBe(widths.length);
  });

  it('keeps the rest days of a service that rests on them', () => {
    const forecast = told(
      ask('2026-06-01', '2026-10-11', '2026-09-01', ({ kind, weekday }) =>
        kind === 'holiday' ? 0 : kind === 'makeup' || weekday < 5 ? 4 : 0,
      ),
    );
    // September has 22 ordinary working days besides 20 September, a make-up day, and 25 September, Mid-Autumn.
    // Of 1 to 11 October 8, 9 and the make-up day 10 are worked.
    expect(forecast.keepsRestDays).toBe(1);
    expect(forecast.expected - forecast.done).toBeCloseTo(4 * (21 + 1 + 3), 6);
  });

  it('expects a group on Wednesdays on Wednesdays alone', () => {
    const wednesday = ({ weekday }: DescribedDay): number => (weekday === 2 ? 12 : 0);
    const { expected, done, weekdays } = told(ask('2026-03-09', '2026-06-30', '2026-06-01', wednesday));
    expect([weekdays, (expected - done) / 12]).toEqual([[0, 0, 12, 0, 0, 0, 0], 4]);
  });

  it('stops for the next Spring Festival as far as it stopped for the last', () => {
    const stops = ({ festival, weekday }: DescribedDay): number => (festival || weekday > 4 ? 0 : 6);
    const served = ({ weekday }: DescribedDay): number => (weekday > 4 ? 0 : 6);
    const next = (done: (day: DescribedDay) => number): number => {
      const asked = (to: string) => told(ask('2025-01-02', to, '2026-01-05', done)).expected;
      return asked('2026-03-03') - asked('2026-02-09');
    };
    expect(next(stops)).toBeLessThan(15);
    expect(next(served)).toBeGreaterThan(60);
  });

  it('counts no days before a service that began late', () => {
    const late = ({ day, weekday }: DescribedDay): number => (day < '2026-04-13' || weekday > 4 ? 0 : 5);
    const { expected, done } = told(ask('2026-03-09', '2026-06-14', '2026-06-01', late));
    expect(expected - done).toBeCloseTo(50, 6);
  });

  it('is not told before it has begun, nor before four weeks are over', () => {
    expect(ask('2026-05-11', '2026-12-31', '2026-08-03', () => 0)).toEqual({ insufficient: 'not_begun', done: 0 });
    const asked = (today: string) => ask('2026-05-11', '2026-12-31', today, (day) => (isWeekday(day) ? 4 : 0));
    expect(asked('2026-06-05')).toEqual({ insufficient: 'weeks', done: 76 });
    expect(told(asked('2026-06-08')).done).toBe(80);
  });

  it('is told of a year without a calendar only where the service keeps none', () => {
    expect(ask('2026-05-11', '2027-06-30', '2026-09-07', (day) => (isWeekday(day) ? 4 : 0))).toMatchObject({
      insufficient: 'calendar',
    });
    const { expected } = told(ask('2026-05-11', '2027-05-10', '2026-09-07', () => 4));
    expect(expected).toBeCloseTo(4 * 365, 6);
  });

  it('is what is done once no day is left', () => {
    const forecast = told(ask('2026-05-11', '2026-06-14', '2026-06-15', (day) => (isWeekday(day) ? 4 : 0)));
    expect(shown(forecast)).toEqual(['100.0', '100.0', '100.0']);
  });

  it('loses nothing of what was done, and its interval holds its own middle', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 400 }),
        fc.nat(4000),
        fc.nat(400),
        (outputs, first, left) => {
          const from = addDays('2012-01-01', first);
          const today = addDays(from, outputs.length);
          const result = ask(from, addDays(today, left), today, (_, at) => outputs[at] ?? 0);
          const done = outputs.reduce((a, b) => a + b, 0);
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
