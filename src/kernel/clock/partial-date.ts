import { daysInMonth, isPlainDate, iso, type PlainDate } from './plain-date.js';

/**
 * A recorded date with the precision its source gives: `2017`, `2017-11` or `2017-11-24`. What the source leaves out
 * is never filled in: a month stands for "some day of this month".
 */
export type PartialDate = string;
export type Precision = 'year' | 'month' | 'day';

const YEAR = /^[1-9]\d{3}$/;
const MONTH = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])$/;

export function isPartialDate(value: unknown): value is PartialDate {
  if (typeof value !== 'string') return false;
  if (value.length === 4) return YEAR.test(value);
  return value.length === 7 ? MONTH.test(value) : isPlainDate(value);
}

export function getPrecision(date: PartialDate): Precision {
  if (date.length === 4) return 'year';
  return date.length === 7 ? 'month' : 'day';
}

/** The first day the date can mean. */
export function earliestDay(date: PartialDate): PlainDate {
  if (date.length === 4) return `${date}-01-01`;
  return date.length === 7 ? `${date}-01` : date;
}

/** The last day the date can mean. */
export function latestDay(date: PartialDate): PlainDate {
  if (date.length === 4) return `${date}-12-31`;
  if (date.length > 7) return date;
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  return iso(year, month, daysInMonth(year, month));
}

/** The day itself where the date has one, else null: for sums that must not guess. */
export function exactDay(date: PartialDate | null | undefined): PlainDate | null {
  return date !== null && date !== undefined && getPrecision(date) === 'day' ? date : null;
}

/** The earlier of two dates, by the last day each can mean, of the same last day the vaguer one; null where neither is known. */
export function earlierDate(a: PartialDate | null, b: PartialDate | null): PartialDate | null {
  if (a === null || b === null) return a ?? b;
  const [x, y] = [latestDay(a), latestDay(b)];
  return x < y || (x === y && a.length < b.length) ? a : b;
}

export type Order = 'before' | 'same' | 'after' | 'unknown';

/**
 * How two dates stand, whatever days they turn out to mean: `before` and `after` hold for every reading, `same` only for
 * two equal full days, everything else is `unknown` (two times `2017-11` may be two different days).
 */
export function compareDates(a: PartialDate, b: PartialDate): Order {
  if (latestDay(a) < earliestDay(b)) return 'before';
  if (earliestDay(a) > latestDay(b)) return 'after';
  return getPrecision(a) === 'day' && a === b ? 'same' : 'unknown';
}

/** True where the date lies inside the other's span and says more: `2017-11-24` refines `2017-11` and `2017`. */
export function refines(finer: PartialDate, coarser: PartialDate): boolean {
  return finer.length > coarser.length && finer.startsWith(`${coarser}-`);
}

/** True where both can be the same day: two statements that do not contradict each other. */
export function compatible(a: PartialDate, b: PartialDate): boolean {
  return a === b || refines(a, b) || refines(b, a);
}
