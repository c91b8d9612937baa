import { describe, expect, it } from '@jest/globals';
import { addDays, toEpochDay } from '../../kernel/clock/plain-date.js';
import { shippedCalendar } from '../../law/calendars/shipped-calendar.js';
import { WorkingCalendar } from '../../law/calendars/working-calendar.js';
import type { ServiceDays } from '../../purchase/tenders/conducted/terms/price-types.js';
import { computeEvidence } from './evidence.rules.js';

const known = { today: '2026-06-01', calendar: shippedCalendar() };
const within = (from: string, to: string) => ({ from: toEpochDay(from), to: toEpochDay(to) });
const FIVE_MONTHS = within('2026-01-01', '2026-05-31');
const every = (from: string, step: number, to: string): string[] => {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, step)) days.push(day);
  return days;
};
const WEDNESDAYS = every('2026-01-07', 7, '2026-05-31');
const figures = (days: readonly string[], promised: ServiceDays | null, span = FIVE_MONTHS, at = known) => {
  const { evidencedDays, evidencedMonths, promisedDays, evidencedShare } = computeEvidence(
    span,
    { days, promised },
    at,
  );
  return [evidencedDays, evidencedMonths, promisedDays, evidencedShare];
};
const promise = (change: Partial<ServiceDays>): ServiceDays => ({
  times: 1,
  every: 'week',
  restDays: 'served',
  festival: 'kept',
  ...change,
});

describe('what is evidenced of a contract that does not say on which days it serves', () => {
  it('is all of it where a weekly service never failed', () => {
    expect(figures(WEDNESDAYS, null)).toEqual([21, 5, 21, '100.0']);
    expect(computeEvidence(FIVE_MONTHS, { days: [], promised: null }, known).promise).toEqual({
      times: 1,
      every: 'week',
      restDays: 'served',
      festival: 'stops',
      assumed: true,
    });
  });

  it('promises nothing in a whole week between 小年 and 元宵 without a record', () => {
    // In 2026 from 10 February to 3 March: the weeks of 16 and 23 February lie wholly within.
    const stopped = WEDNESDAYS.filter((day) => day < '2026-02-16' || day > '2026-03-01');
    expect(figures(stopped, null)).toEqual([19, 5, 19, '100.0']);
    const failed = stopped.filter((day) => day !== '2026-03-04');
    expect(figures(failed, null)).toEqual([18, 5, 19, '94.7']);
  });

  it('counts a week once however often it was served, and no part of a week', () => {
    const days = ['2026-01-01', '2026-01-05', '2026-01-06', '2026-01-07'];
    expect(figures(days, null, within('2026-01-01', '2026-01-20'))).toEqual([4, 1, 2, '50.0']);
    expect(figures(['2026-01-01'], null, within('2026-01-01', '2026-01-04'))).toEqual([1, 1, 0, null]);
  });

  it('leaves out a week that is not over', () => {
    const span = within('2026-01-05', '2026-01-18');
    expect(figures(['2026-01-07'], null, span, { ...known, today: '2026-01-18' })).toEqual([1, 1, 1, '100.0']);
    expect(figures(['2026-01-07'], null, span, { ...known, today: '2026-01-19' })).toEqual([1, 1, 2, '50.0']);
  });

  it('is unknown without a record of the contract, and none on days that do not count', () => {
    expect(computeEvidence(FIVE_MONTHS, null, known).evidencedDays).toBe(null);
    expect(figures(['2025-12-31', '2026-06-01'], null)).toEqual([0, 0, 19, '0.0']);
    expect(computeEvidence(null, { days: WEDNESDAYS, promised: null }, known)).toMatchObject({
      evidencedDays: 0,
      evidencedShare: null,
    });
  });
});

describe('what is evidenced of a contract that says on which days it serves', () => {
  const january = within('2026-01-01', '2026-01-31');
  const all = every('2026-01-01', 1, '2026-01-31');

  it.each<[string, Partial<ServiceDays>, number]>([
    ['every day', { every: 'day' }, 31],
    // 1 and 2 January were free, Sunday 4 January was worked.
    ['every day but days off', { every: 'day', restDays: 'kept' }, 21],
    ['every working day', { every: 'working_day', restDays: 'kept' }, 21],
    ['every working day, holidays served', { every: 'working_day' }, 23],
    ['three days a week', { times: 3 }, 9],
    ['eight days a month', { times: 8, every: 'month' }, 8],
    ['forty days a month: never more than there are', { times: 40, every: 'month' }, 31],
  ])('promises in January 2026: %s', (_, change, promised) => {
    expect(figures(all, promise(change), january)).toEqual([31, 1, promised, '100.0']);
  });

  it('promises nothing from 小年 to 元宵 where it stops', () => {
    const february = within('2026-02-01', '2026-02-28');
    expect(figures([], promise({ every: 'day', festival: 'stops' }), february)[2]).toBe(9);
    expect(figures([], promise({ every: 'day' }), february)[2]).toBe(28);
  });

  it('does not make up for a week by another', () => {
    const days = ['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-12'];
    expect(figures(days, promise({ times: 2 }), within('2026-01-05', '2026-01-18'))).toEqual([5, 1, 4, '75.0']);
  });

  it('is unknown where it depends on a calendar that is not loaded', () => {
    const at = { ...known, calendar: new WorkingCalendar([], []) };
    expect(figures(all, promise({ every: 'working_day' }), january, at)).toEqual([31, 1, null, null]);
    expect(figures(all, promise({ every: 'day' }), january, at)).toEqual([31, 1, 31, '100.0']);
  });
});
