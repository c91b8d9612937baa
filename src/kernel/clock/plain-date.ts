/**
 * A day without a time, `YYYY-MM-DD`, in the years 1000 to 9999. All arithmetic runs on UTC epoch days (whole days
 * since 1970-01-01), so no local time zone and no summer time ever takes part. ISO text sorts as dates do: `a < b` holds.
 */
export type PlainDate = string;

const PLAIN = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-\d{2}$/;
const DAY_MS = 86_400_000;

/** Epoch days of the first and the last day that can be written. */
export const FIRST_EPOCH_DAY = toEpochDay('1000-01-01');
export const LAST_EPOCH_DAY = toEpochDay('9999-12-31');

/** True only for a day that exists: `2018-02-29`, `2018-2-1` and year 0 are refused. */
export function isPlainDate(value: unknown): value is PlainDate {
  if (typeof value !== 'string' || value.length !== 10 || !PLAIN.test(value)) return false;
  const day = readDigits(value, 8);
  // Most days are none of the last of a month.
  return day >= 1 && (day <= 28 || day <= daysInMonth(getYear(value), readDigits(value, 5)));
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function getYear(date: PlainDate): number {
  return Number(date.slice(0, 4));
}

/** Whole days since 1970-01-01. The caller has checked the date. */
export function toEpochDay(date: PlainDate): number {
  const year = readDigits(date, 0) * 100 + readDigits(date, 2);
  const time = Date.UTC(year, readDigits(date, 5) - 1, readDigits(date, 8));
  return (Number.isNaN(time) ? readTime(date) : time) / DAY_MS;
}

/** Two digits; NaN where they are none. */
function readDigits(date: PlainDate, at: number): number {
  const tens = date.charCodeAt(at) - 48;
  const ones = date.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** The same, slowly, of what is not written so. */
function readTime(date: PlainDate): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
}

/** Days that were written before: a pass over everything writes the same few thousand a million times. */
const written = new Map<number, PlainDate>();
const MOST_WRITTEN = 40_000;

/** Throws a RangeError outside the years 1000 to 9999. */
export function fromEpochDay(epochDay: number): PlainDate {
  const known = written.get(epochDay);
  if (known !== undefined) return known;
  if (epochDay < FIRST_EPOCH_DAY || epochDay > LAST_EPOCH_DAY)
    throw new RangeError('a day outside the years 1000 to 9999');
  const date = new Date(epochDay * DAY_MS).toISOString().slice(0, 10);
  if (written.size < MOST_WRITTEN) written.set(epochDay, date);
  return date;
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return fromEpochDay(toEpochDay(date) + days);
}

/** Days from `from` to `to`, the first not counted: 0 for the same day, negative backwards. */
export function countDays(from: PlainDate, to: PlainDate): number {
  return toEpochDay(to) - toEpochDay(from);
}

/** Days of a window, both ends included; 0 where it ends before it starts. */
export function calendarDays(start: PlainDate, end: PlainDate): number {
  return Math.max(0, countDays(start, end) + 1);
}

/** The corresponding day some months on; where the month has no such day, its last day (民法典 202). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const index = getYear(date) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  if (year < 1000 || year > 9999) throw new RangeError('a day outside the years 1000 to 9999');
  return iso(year, month, Math.min(Number(date.slice(8, 10)), daysInMonth(year, month)));
}

export function addYears(date: PlainDate, years: number): PlainDate {
  return addMonths(date, years * 12);
}

export function endOfMonth(date: PlainDate): PlainDate {
  const year = getYear(date);
  const month = Number(date.slice(5, 7));
  return iso(year, month, daysInMonth(year, month));
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(date: PlainDate): number {
  return (((toEpochDay(date) + 4) % 7) + 7) % 7;
}

export function earlier(a: PlainDate, b: PlainDate): PlainDate {
  return a <= b ? a : b;
}

export function later(a: PlainDate, b: PlainDate): PlainDate {
  return a >= b ? a : b;
}

/** `iso(2018, 2, 3)` → `2018-02-03`. */
export function iso(year: number, month: number, day: number): PlainDate {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The day of a date column, which the driver hands over as the midnight of this process' own time zone. */
export function toPlainDate(column: Date): PlainDate {
  return fromEpochDay(Date.UTC(column.getFullYear(), column.getMonth(), column.getDate()) / DAY_MS);
}
