import { describe, expect, it } from '@jest/globals';
import chineseDays from 'chinese-days';
import fc from 'fast-check';
import { HolidayUtil } from 'lunar-typescript';
import {
  addDays,
  calendarDays,
  fromEpochDay,
  iso,
  isPlainDate,
  toEpochDay,
  weekday,
  type PlainDate,
} from '../../kernel/clock/plain-date.js';
import { getSpringFestival } from './lunar.js';
import { shippedCalendar, shippedYears } from './shipped-calendar.js';
import { andThen, toCertain, uncertain, getKnownValue, WorkingCalendar } from './working-calendar.js';

const calendar = shippedCalendar();
const daysOf = (year: number): PlainDate[] =>
  Array.from({ length: calendarDays(iso(year, 1, 1), iso(year, 12, 31)) }, (_, i) => addDays(iso(year, 1, 1), i));
const works = (date: PlainDate): boolean => getKnownValue(calendar.isWorkingDay(date)) === true;

describe('the shipped years', () => {
  it('are 2004 to 2026, each with its holidays, make-up days only on weekends', () => {
    expect(calendar.loadedYears()).toEqual(Array.from({ length: 23 }, (_, i) => 2004 + i));
    for (const { year, days } of shippedYears()) {
      expect(days.length).toBeGreaterThan(20);
      expect(days.every((day) => isPlainDate(day.date) && day.date.startsWith(`${year}-`))).toBe(true);
      expect(days.filter((day) => day.kind === 'makeup' && ![0, 6].includes(weekday(day.date)))).toEqual([]);
      expect(new Set(days.map((day) => day.date)).size).toBe(days.length);
    }
  });

  it('agree with chinese-days on every day but the Saturday that it lacks (国办发明电〔2005〕35号)', () => {
    const differing = shippedYears().flatMap(({ year }) =>
      daysOf(year).filter((day) => works(day) !== chineseDays.isWorkday(day)),
    );
    expect(differing).toEqual(['2005-12-31']);
    expect(works('2005-12-31')).toBe(true);
  });

  it('agree with lunar-typescript on every day but the two that it lacks (国办发明电〔2012〕33号)', () => {
    const differing = shippedYears().flatMap(({ year }) =>
      daysOf(year).filter((day) => {
        const holiday = HolidayUtil.getHoliday(day) as { isWork(): boolean } | null;
        const ordinary = weekday(day) !== 0 && weekday(day) !== 6;
        return works(day) !== (holiday === null ? ordinary : holiday.isWork());
      }),
    );
    expect(differing).toEqual(['2013-04-07', '2013-10-12']);
    expect(differing.every(works)).toBe(true);
  });
});

describe('questions about working days', () => {
  it('around National Day 2017: eight days off, one made up before', () => {
    expect(works('2017-09-30')).toBe(true);
    expect(calendar.nextWorkingDay('2017-09-30')).toEqual(toCertain('2017-10-09'));
    expect(calendar.roundUpToWorkingDay('2017-09-30')).toEqual(toCertain('2017-09-30'));
    expect(calendar.roundUpToWorkingDay('2017-10-01')).toEqual(toCertain('2017-10-09'));
    expect(calendar.roundDownToWorkingDay('2017-10-08')).toEqual(toCertain('2017-09-30'));
    expect(calendar.previousWorkingDay('2017-10-09')).toEqual(toCertain('2017-09-30'));
  });

  it('the start day is not counted', () => {
    expect(calendar.addWorkingDays('2017-12-20', 7)).toEqual(toCertain('2017-12-29'));
    expect(calendar.addWorkingDays('2017-12-29', -7)).toEqual(toCertain('2017-12-20'));
    expect(calendar.addWorkingDays('2017-12-30', 0)).toEqual(toCertain('2017-12-30'));
  });

  it('a year has its own number of working days', () => {
    expect([2017, 2018, 2026].map((year) => getKnownValue(calendar.workingDaysOfYear(year)))).toEqual([249, 250, 248]);
  });

  it('adding and counting agree with walking day by day', () => {
    const first = toEpochDay('2004-01-01');
    const last = toEpochDay('2026-12-31');
    fc.assert(
      fc.property(fc.integer({ min: first, max: last - 400 }), fc.integer({ min: 1, max: 250 }), (start, n) => {
        let day = start;
        let left = n;
        while (left > 0) if (works(fromEpochDay((day += 1)))) left -= 1;
        const [from, to] = [fromEpochDay(start), fromEpochDay(day)];
        expect(calendar.addWorkingDays(from, n)).toEqual(toCertain(to));
        expect(calendar.countWorkingDays(addDays(from, 1), to)).toEqual(toCertain(n));
        if (works(from)) expect(calendar.addWorkingDays(to, -n)).toEqual(toCertain(from));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a year that is not loaded has no answer', () => {
  it('names the years that are missing', () => {
    expect(calendar.isWorkingDay('2027-01-04')).toEqual(uncertain([2027]));
    expect(calendar.countWorkingDays('2026-12-01', '2028-01-31')).toEqual(uncertain([2027, 2028]));
    expect(calendar.workingDaysOfYear(2003)).toEqual(uncertain([2003]));
    expect(calendar.addWorkingDays('2026-12-25', 30)).toEqual(uncertain([2027]));
    expect(calendar.addWorkingDays('2004-01-05', -10)).toEqual(uncertain([2003]));
    expect(calendar.nextWorkingDay('9999-12-31')).toEqual(uncertain([10000]));
  });

  it('is not touched by a question whose days all lie in known years', () => {
    expect(calendar.roundDownToWorkingDay('2026-12-31')).toEqual(toCertain('2026-12-31'));
    expect(calendar.previousWorkingDay('2027-01-01')).toEqual(toCertain('2026-12-31'));
    expect(calendar.nextWorkingDay('2003-12-31')).toEqual(toCertain('2004-01-02'));
  });

  it('stops a chain of questions', () => {
    expect(andThen(calendar.isWorkingDay('2027-01-04'), () => toCertain(1))).toEqual(uncertain([2027]));
    expect(getKnownValue(calendar.isWorkingDay('2027-01-04'))).toBeNull();
  });

  it('answers the widest question at once', () => {
    const missing = calendar.missingYears('1000-01-01', '9999-12-31');
    expect(missing.length).toBe(9000 - 23);
    expect(missing).not.toContain(2018);
  });

  it('days of a year that is not loaded say nothing', () => {
    const half = new WorkingCalendar([{ date: '2027-01-01', kind: 'holiday', name: '元旦' }], [2026]);
    expect(half.isWorkingDay('2027-01-01')).toEqual(uncertain([2027]));
  });
});

describe('lunar dates need no notice', () => {
  it.each([
    [2018, '2018-02-08', '2018-02-16', '2018-03-02'],
    [2017, '2017-01-20', '2017-01-28', '2017-02-11'],
    [2026, '2026-02-10', '2026-02-17', '2026-03-03'],
    [2100, '2100-02-01', '2100-02-09', '2100-02-23'],
  ])('%s: 小年 %s, 春节 %s, 元宵 %s', (year, littleNewYear, newYear, lanternFestival) => {
    expect(getSpringFestival(year)).toEqual({ littleNewYear, newYear, lanternFestival });
  });
});
