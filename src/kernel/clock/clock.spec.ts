import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { IsMoment, IsPartialDate, IsPlainDate } from './is-date.js';
import { compareMoments, toDay, toInstant, isInstant, isMoment, momentFromImport, todayInShanghai } from './moment.js';
import {
  compareDates,
  compatible,
  earliestDay,
  earlierDate,
  exactDay,
  isPartialDate,
  latestDay,
  getPrecision,
  refines,
} from './partial-date.js';
import {
  addDays,
  addMonths,
  addYears,
  calendarDays,
  countDays,
  endOfMonth,
  FIRST_EPOCH_DAY,
  fromEpochDay,
  isPlainDate,
  LAST_EPOCH_DAY,
  toEpochDay,
  weekday,
  toPlainDate,
} from './plain-date.js';

describe('a day must exist', () => {
  it.each(['2018-01-01', '2020-02-29', '2000-02-29', '1000-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(isPlainDate(text)).toBe(true);
  });
  it.each([
    '2018-02-29',
    '1900-02-29',
    '2018-04-31',
    '2018-13-01',
    '2018-00-10',
    '2018-01-00',
    '0000-01-01',
    '0999-12-31',
    '10000-01-01',
  ])('%s is not', (text) => {
    expect(isPlainDate(text)).toBe(false);
  });
  it.each([
    ['2018-1-1'],
    ['2018-01-01\n'],
    [' 2018-01-01'],
    ['2018/01/01'],
    ['２０１８-01-01'],
    [20180101],
    [null],
    [new Date()],
  ])('%p is not', (value) => {
    expect(isPlainDate(value)).toBe(false);
  });
});

describe('day arithmetic', () => {
  it('counts the study’s window as 151 days', () => {
    expect(calendarDays('2018-01-01', '2018-05-31')).toBe(151);
    expect(calendarDays('2020-01-01', '2020-05-31')).toBe(152);
    expect(calendarDays('2018-01-02', '2018-01-01')).toBe(0);
    expect(countDays('2018-06-01', '2018-12-31') + 1).toBe(214);
  });
  it('crosses months, leap years and the epoch', () => {
    expect(addDays('2017-11-24', 10)).toBe('2017-12-04');
    expect(addDays('2020-02-28', 1)).toBe('2020-02-29');
    expect(addDays('1970-01-01', -1)).toBe('1969-12-31');
    expect(weekday('2018-01-01')).toBe(1);
    expect(weekday('1969-12-28')).toBe(0);
  });
  it('a month or a year on, the last day where there is no corresponding one (民法典 202)', () => {
    expect(addMonths('2018-01-31', 1)).toBe('2018-02-28');
    expect(addMonths('2018-11-30', 3)).toBe('2019-02-28');
    expect(addMonths('2018-01-15', -1)).toBe('2017-12-15');
    expect(addYears('2020-02-29', 1)).toBe('2021-02-28');
    expect(endOfMonth('2024-02-03')).toBe('2024-02-29');
  });
  it('refuses to leave the years that can be written', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addMonths('1000-01-01', -1)).toThrow(RangeError);
  });
  it('epoch days and text are one to one and keep the order', () => {
    const day = fc.integer({ min: FIRST_EPOCH_DAY, max: LAST_EPOCH_DAY });
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [x, y] = [fromEpochDay(a), fromEpochDay(b)];
        return isPlainDate(x) && toEpochDay(x) === a && Math.sign(a - b) === (x < y ? -1 : x > y ? 1 : 0);
      }),
    );
  });
});

describe('a date column', () => {
  it('is the day that it names, whatever the time zone of the process', () => {
    expect(toPlainDate(new Date(2026, 0, 5))).toBe('2026-01-05');
    expect(toPlainDate(new Date(2026, 11, 31))).toBe('2026-12-31');
  });
});

describe('a partial date is never completed', () => {
  it.each(['2017', '2017-11', '2017-11-24'])('%s is one', (text) => {
    expect(isPartialDate(text)).toBe(true);
  });
  it.each(['0', '0000', '20222-11-01', '2017-13', '2017-00', '2017-1', '2017-02-29', ''])('%j is not', (text) => {
    expect(isPartialDate(text)).toBe(false);
  });
  it('spans the days it can mean', () => {
    expect([earliestDay('2017'), latestDay('2017')]).toEqual(['2017-01-01', '2017-12-31']);
    expect([earliestDay('2016-02'), latestDay('2016-02')]).toEqual(['2016-02-01', '2016-02-29']);
    expect([getPrecision('2017'), getPrecision('2017-11'), getPrecision('2017-11-24')]).toEqual([
      'year',
      'month',
      'day',
    ]);
    expect([exactDay('2017-11'), exactDay('2017-11-24'), exactDay(null)]).toEqual([null, '2017-11-24', null]);
  });
  it.each([
    ['2017-11', '2017-12-01', 'before'],
    ['2018', '2017-12-31', 'after'],
    ['2017-11', '2017-11-24', 'unknown'],
    ['2017-11', '2017-11', 'unknown'],
    ['2017-11-24', '2017-11-24', 'same'],
    ['2017-11-23', '2017-11-24', 'before'],
  ])('%s against %s: %s', (a, b, expected) => {
    expect(compareDates(a, b)).toBe(expected);
  });
  it.each([
    ['2024-12-31', '2025-03-31', '2024-12-31'],
    ['2025-03-31', '2024-12-31', '2024-12-31'],
    ['2024-12', '2024-12-15', '2024-12-15'],
    ['2024-12-31', '2024-12', '2024-12'],
    [null, '2024', '2024'],
    ['2024', null, '2024'],
    [null, null, null],
  ])('the earlier of %s and %s is %s', (a, b, expected) => {
    expect(earlierDate(a, b)).toBe(expected);
  });
  it('a finer date refines a coarser one and does not contradict it', () => {
    expect(refines('2017-11-24', '2017-11')).toBe(true);
    expect(refines('2017-11', '2017-11')).toBe(false);
    expect(compatible('2017', '2017-11-24')).toBe(true);
    expect(compatible('2017-10', '2017-11-24')).toBe(false);
  });
});

describe('a moment carries its offset', () => {
  it.each([
    '2017-12-04T09:30:00+08:00',
    '2017-12-04T01:30:00Z',
    '2017-12-04T01:30:00.123456Z',
    '2017-12-04T01:30:00-15:59',
    '2017-11',
  ])('%s is one', (text) => {
    expect(isMoment(text)).toBe(true);
  });
  it.each([
    '2017-12-04T09:30:00',
    '2017-12-04T09:30+08:00',
    '2017-02-29T00:00:00Z',
    '2017-12-04T24:00:00Z',
    '2017-12-04 09:30:00+08:00',
    '2017-12-04T09:30:00+16:00',
  ])('%s is not', (text) => {
    expect(isMoment(text)).toBe(false);
    expect(isInstant(text)).toBe(false);
  });
  it('its day is the day in Shanghai', () => {
    expect(toDay('2017-12-03T16:00:00Z')).toBe('2017-12-04');
    expect(toDay('2017-12-04T09:30:00+08:00')).toBe('2017-12-04');
    expect(toDay('2017-12')).toBe('2017-12');
    expect(todayInShanghai(new Date('2026-12-31T15:59:59Z'))).toBe('2026-12-31');
    expect(todayInShanghai(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01');
  });
  it('instants are compared exactly, an instant with a day only where no reading differs', () => {
    expect(compareMoments('2017-12-04T09:30:00+08:00', '2017-12-04T01:30:00Z')).toBe('same');
    expect(compareMoments('2017-12-04T09:30:00+08:00', '2017-12-04T09:30:01+08:00')).toBe('before');
    expect(compareMoments('2017-12-04T09:30:00+08:00', '2017-12-04')).toBe('unknown');
    expect(compareMoments('2017-12-04T09:30:00+08:00', '2017-12-05')).toBe('before');
    expect(compareMoments('2017-12-04', '2017-12-03')).toBe('after');
  });
  it('a time without an offset is Shanghai time in imports only', () => {
    expect(momentFromImport('2024-06-06T09:00')).toBe('2024-06-06T09:00:00+08:00');
    expect(momentFromImport('2024-06-06 09:00:30')).toBe('2024-06-06T09:00:30+08:00');
    expect(momentFromImport('2023-03')).toBe('2023-03');
    expect(momentFromImport('2024-02-30T09:00')).toBeNull();
    expect(momentFromImport('20222-11-01')).toBeNull();
    expect(momentFromImport(20240606)).toBeNull();
  });
});

describe('the validators name themselves', () => {
  class Dated {
    @IsPlainDate()
    day: unknown;
    @IsPartialDate()
    recorded: unknown;
    @IsMoment()
    deadline: unknown;
  }
  it('each refuses what it does not mean', () => {
    const dated = Object.assign(new Dated(), { day: '2018-02', recorded: '2018-02-30', deadline: '2018-02-03T09:00' });
    expect(validateSync(dated).flatMap((error) => Object.keys(error.constraints ?? {}))).toEqual([
      'isPlainDate',
      'isPartialDate',
      'isMoment',
    ]);
    expect(
      validateSync(Object.assign(new Dated(), { day: '2018-02-03', recorded: '2018', deadline: '2018-02' })),
    ).toEqual([]);
  });
});

describe('instants of the database', () => {
  it.each([
    ['2017-12-04 01:30:00+00', '2017-12-04T01:30:00.000Z'],
    ['2017-12-04 01:30:00.5+00', '2017-12-04T01:30:00.500Z'],
    ['2017-12-04 01:30:00.12+00', '2017-12-04T01:30:00.120Z'],
    ['2017-12-04 01:30:00.123456+00', '2017-12-04T01:30:00.123Z'],
    ['2017-12-04 23:59:59.999999+00', '2017-12-04T23:59:59.999Z'],
  ])('%s is %s, as a Date would say it', (text, instant) => {
    expect(toInstant(text)).toBe(instant);
    expect(new Date(text).toISOString()).toBe(instant);
  });
});
