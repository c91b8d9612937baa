import {
  andThen,
  toCertain,
  uncertain,
  getKnownValue,
  type Certain,
  type WorkingCalendar,
} from '../calendars/working-calendar.js';
import {
  addDays,
  addMonths,
  addYears,
  earlier,
  FIRST_EPOCH_DAY,
  fromEpochDay,
  LAST_EPOCH_DAY,
  toEpochDay,
  getYear,
  type PlainDate,
} from '../../kernel/clock/plain-date.js';

const PERIOD_UNITS = ['calendar_day', 'working_day', 'month', 'year'] as const;
type PeriodUnit = (typeof PERIOD_UNITS)[number];

/** A length of time as a rule states it. "工作日" are working days, "日" calendar days. */
export interface Period {
  value: number;
  unit: PeriodUnit;
}

/** The rules by which the days of a period are counted, each from its own day on and for its own methods. */
export const COUNTING_RULES = ['PERIOD-EXCLUDE-FIRST', 'PERIOD-87-85'];

/** The period of a rule; null where its value and unit are none. */
export function readPeriod(rule: { value: unknown; unit: string }): Period | null {
  const unit = PERIOD_UNITS.find((each) => each === rule.unit);
  return unit !== undefined && typeof rule.value === 'number' && Number.isInteger(rule.value)
    ? { value: rule.value, unit }
    : null;
}

/**
 * The last day of a period. The day of the event is not counted (民法典 201, Order 87 article 85); a last day that is not
 * a working day moves to the next one (民法典 203, Order 87 article 85).
 */
export function periodEnd(calendar: WorkingCalendar, start: PlainDate, period: Period): Certain<PlainDate> {
  if (period.unit === 'working_day') return calendar.addWorkingDays(start, period.value);
  return andThen(shiftDate(start, period), (last) => calendar.roundUpToWorkingDay(last));
}

/**
 * The last working day on which a period of days can begin so that it has ended by `limit`. The inverse of `periodEnd`
 * for starts on working days: the answer fits, the next working day does not.
 */
export function latestStart(calendar: WorkingCalendar, limit: PlainDate, period: Period): Certain<PlainDate> {
  return andThen(calendar.roundDownToWorkingDay(limit), (last) => {
    if (period.unit === 'working_day') return calendar.addWorkingDays(last, -period.value);
    if (period.unit !== 'calendar_day') throw new RangeError(`no latest start for ${period.unit}s`);
    return andThen(shiftDate(last, { value: -period.value, unit: 'calendar_day' }), (day) =>
      calendar.roundDownToWorkingDay(day),
    );
  });
}

/**
 * The first end that a period can have under any calendar that may still be announced, each day of a year that is not
 * announced being worked. What is announced stays known: a free day at the end of a known year counts nowhere. An end before
 * this day is too early whatever will be announced.
 */
export function earliestEnd(calendar: WorkingCalendar, start: PlainDate, period: Period): PlainDate {
  const works = (day: PlainDate): boolean => getKnownValue(calendar.isWorkingDay(day)) ?? true;
  let last = start;
  if (period.unit === 'working_day') {
    for (let left = period.value; left > 0;) if (works((last = addDays(last, 1)))) left -= 1;
    return last;
  }
  const corresponding = shiftDate(start, period);
  if (corresponding.certainty === 'uncertain') throw new RangeError('a day outside the years 1000 to 9999');
  for (last = corresponding.value; !works(last);) last = addDays(last, 1);
  return last;
}

/** The corresponding day; outside the years that can be written there is no calendar either. */
function shiftDate(date: PlainDate, period: Period): Certain<PlainDate> {
  const days = toEpochDay(date) + period.value;
  const year = getYear(date) + Math.ceil(period.value / (period.unit === 'month' ? 12 : 1));
  if (period.unit === 'calendar_day') {
    if (days > LAST_EPOCH_DAY) return uncertain([10000]);
    return days < FIRST_EPOCH_DAY ? uncertain([999]) : toCertain(fromEpochDay(days));
  }
  if (year > 9999) return uncertain([10000]);
  return toCertain(period.unit === 'month' ? addMonths(date, period.value) : addYears(date, period.value));
}

/** The later of two answers, uncertain where either is. */
export function chooseLater(a: Certain<PlainDate>, b: Certain<PlainDate>): Certain<PlainDate> {
  return andThen(a, (x) => andThen(b, (y) => toCertain(x >= y ? x : y)));
}

export function chooseEarlier(a: Certain<PlainDate>, b: Certain<PlainDate>): Certain<PlainDate> {
  return andThen(a, (x) => andThen(b, (y) => toCertain(earlier(x, y))));
}
