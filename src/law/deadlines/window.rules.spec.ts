import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { shippedCalendar } from '../calendars/shipped-calendar.js';
import { WorkingCalendar } from '../calendars/working-calendar.js';
import { windowFigures } from './window.rules.js';

const calendar = shippedCalendar();
const study = { start: '2018-01-01', end: '2018-05-31' };

const [header = '', ...lines] = readFileSync(
  new URL('../../../test/fixtures/implementation-windows-2017-2026.csv', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n');
const rows = lines.map((line) => {
  const values = line.split(',');
  return Object.fromEntries(header.split(',').map((name, i) => [name, values[i] ?? '']));
});

describe('the study’s window, 1 January to 31 May', () => {
  it('of ten years is in the table', () => {
    expect(rows.map((row) => row.impl_year)).toEqual(Array.from({ length: 10 }, (_, i) => String(2017 + i)));
  });

  it.each(rows)('of $impl_year has $effective_workdays_excl_la23_15 effective days', (row) => {
    const figures = windowFigures(calendar, { start: row.impl_start ?? '', end: row.impl_end ?? '' });
    expect(figures).toEqual({
      start: row.impl_start,
      end: row.impl_end,
      calendarDays: Number(row.calendar_days),
      workingDays: Number(row.workdays),
      noService: [{ from: row.xiaonian_la23, to: row.yuanxiao_15, why: 'spring_festival' }],
      effectiveWorkingDays: Number(row.effective_workdays_excl_la23_15),
      workingDaysOfYear: Number(row.workdays_full_calendar_year),
      shareOfYear: row.share_of_year_pct,
      certainty: 'known',
      missingYears: [],
    });
  });
});

describe('what is taken out of a window', () => {
  it('nothing, where the list of no-service days is empty', () => {
    expect(windowFigures(calendar, { ...study, noService: [] })).toMatchObject({
      effectiveWorkingDays: 103,
      noService: [],
      shareOfYear: '41.2',
    });
  });

  it('given days replace the default and are clipped; overlaps count once', () => {
    const noService = [
      { from: '2017-12-25', to: '2018-01-05', why: 'stocktaking' },
      { from: '2018-01-04', to: '2018-01-08', why: null },
      { from: '2018-06-01', to: '2018-06-30', why: 'after the end' },
    ];
    const figures = windowFigures(calendar, { ...study, noService });
    expect(figures.noService).toEqual([
      { from: '2018-01-01', to: '2018-01-05', why: 'stocktaking' },
      { from: '2018-01-04', to: '2018-01-08', why: null },
    ]);
    expect(figures.effectiveWorkingDays).toBe(103 - 5);
  });

  it('ramp-up and close-out days, never below zero', () => {
    expect(windowFigures(calendar, { ...study, rampUpDays: 10, closeOutDays: 5 }).effectiveWorkingDays).toBe(74);
    expect(windowFigures(calendar, { ...study, rampUpDays: 90 }).effectiveWorkingDays).toBe(0);
  });

  it('the festival of each year, clipped to the window', () => {
    expect(windowFigures(calendar, { start: '2018-02-20', end: '2019-02-04' })).toMatchObject({
      noService: [
        { from: '2018-02-20', to: '2018-03-02', why: 'spring_festival' },
        { from: '2019-01-28', to: '2019-02-04', why: 'spring_festival' },
      ],
      workingDaysOfYear: 250,
      shareOfYear: null,
    });
    expect(windowFigures(calendar, { start: '2018-03-03', end: '2018-03-03' })).toMatchObject({
      calendarDays: 1,
      workingDays: 0,
      noService: [],
      effectiveWorkingDays: 0,
      shareOfYear: '0.0',
    });
  });
});

describe('a year without a calendar', () => {
  const nothing = {
    workingDays: null,
    noService: null,
    effectiveWorkingDays: null,
    workingDaysOfYear: null,
    shareOfYear: null,
  };
  it.each([
    ['2027-01-01', '2027-05-31', 151, [2027]],
    ['2026-12-01', '2027-01-31', 62, [2027]],
    ['9999-01-01', '9999-12-31', 365, [9999]],
  ])('%s to %s: calendar days only', (start, end, days, missingYears) => {
    expect(windowFigures(calendar, { start, end, noService: [{ from: start, to: end, why: null }] })).toEqual({
      start,
      end,
      calendarDays: days,
      ...nothing,
      certainty: 'uncertain',
      missingYears,
    });
  });

  it('the widest window is answered', () => {
    const figures = windowFigures(calendar, { start: '1000-01-01', end: '9999-12-31' });
    expect(figures.calendarDays).toBe(3287182);
    expect(figures.missingYears).toHaveLength(8977);
  });

  it('and its lunar dates are known once it is loaded', () => {
    const loaded = new WorkingCalendar([], [2100]);
    expect(windowFigures(loaded, { start: '2100-01-01', end: '2100-05-31' }).noService).toEqual([
      { from: '2100-02-01', to: '2100-02-23', why: 'spring_festival' },
    ]);
  });

  it('a window that ends before it starts is the caller’s mistake', () => {
    expect(() => windowFigures(calendar, { start: '2018-05-31', end: '2018-01-01' })).toThrow(RangeError);
  });
});
