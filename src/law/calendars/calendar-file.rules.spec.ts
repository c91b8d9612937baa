import { describe, expect, it } from '@jest/globals';
import { checkYear, readCalendarFile, sameDays } from './calendar-file.rules.js';
import { shippedYears } from './shipped-calendar.js';

const faults = (result: ReturnType<typeof checkYear>): string[] =>
  result.ok ? [] : result.faults.map((fault) => `${fault.line} ${fault.code}`);
const newYear = { date: '2027-01-01', kind: 'holiday', name: '元旦' };

describe('a year of the calendar', () => {
  it.each(shippedYears())('$year is one', ({ year, days }) => {
    expect(checkYear(year, days.toReversed())).toEqual({ ok: true, days });
  });

  it.each([
    ['0 no_days', []],
    ['1 malformed_date', [{ ...newYear, date: '2027-02-30' }]],
    ['1 malformed_date', [null]],
    ['1 other_year', [{ ...newYear, date: '2026-12-31' }]],
    ['1 unknown_kind', [{ ...newYear, kind: 'half' }]],
    ['1 no_name', [{ ...newYear, name: ' ' }]],
    ['2 repeated_day', [newYear, newYear]],
    ['1 makeup_on_a_weekday', [{ ...newYear, date: '2027-01-04', kind: 'makeup' }]],
  ])('with %s is none', (fault, days) => {
    expect(faults(checkYear(2027, days))).toEqual([fault]);
  });

  it('names every fault of every line', () => {
    expect(faults(checkYear(2027, [{ ...newYear, date: '2026-12-30', kind: 'makeup' }, { date: 'x' }]))).toEqual([
      '1 other_year',
      '1 makeup_on_a_weekday',
      '2 malformed_date',
    ]);
  });
});

describe('a calendar file', () => {
  const expected = { ok: true, days: [newYear, { date: '2027-01-02', kind: 'makeup', name: '元旦' }] };
  it('is CSV with a header', () => {
    expect(
      readCalendarFile(2027, '\uFEFFdate,kind,name\r\n2027-01-02,makeup,元旦\r\n2027-01-01,holiday,元旦\r\n').checked,
    ).toEqual(expected);
  });
  it('or JSON, bare or with its source', () => {
    expect(readCalendarFile(2027, JSON.stringify(expected.days))).toEqual({ source: null, checked: expected });
    expect(readCalendarFile(2027, JSON.stringify({ source: '通知', days: expected.days }))).toEqual({
      source: '通知',
      checked: expected,
    });
  });
  it.each(['', 'date;kind;name\n', '{', '{"days":1}', '2027-01-01,holiday,元旦'])('%j is neither', (text) => {
    expect(faults(readCalendarFile(2027, text).checked)).toEqual(['0 not_a_calendar']);
  });
  it('a line with a column too many is no day', () => {
    expect(faults(readCalendarFile(2027, 'date,kind,name\n2027-01-01,holiday,元旦,1').checked)).toEqual([
      '1 malformed_date',
    ]);
  });
  it('says the same in any order', () => {
    expect(sameDays([newYear as never], [{ ...newYear } as never])).toBe(true);
    expect(sameDays([newYear as never], [{ ...newYear, name: '元旦节' } as never])).toBe(false);
    expect(sameDays([newYear as never], [])).toBe(false);
  });
});
