import { compareDates, isPartialDate, type Order, type PartialDate } from './partial-date.js';
import { isPlainDate, type PlainDate } from './plain-date.js';

/** A partial date, or an instant as RFC 3339 text with its offset: `2017-12-04T09:30:00+08:00`. */
export type Moment = string;

/** RFC 3339 with an offset. */
export type Instant = string;

/** No place on earth is more than 14 hours away from UTC, and PostgreSQL reads no offset beyond 15:59. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)$/;
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d))?$/;

/** China keeps one offset. Its summer times (the last in 1991) end before the first rule of procurement law we hold. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** True for RFC 3339 with seconds and an offset up to 15:59, on a day that exists. */
export function isInstant(value: unknown): value is string {
  return (
    typeof value === 'string' && value.charAt(10) === 'T' && INSTANT.test(value) && isPlainDate(value.slice(0, 10))
  );
}

export function isMoment(value: unknown): value is Moment {
  return isPartialDate(value) || isInstant(value);
}

/** PostgreSQL's text of a `timestamptz` in UTC, `2017-12-04 01:30:00.123456+00`, as RFC 3339 to the millisecond. */
export function toInstant(text: string): Instant {
  const time = text.slice(11, -'+00'.length);
  return `${text.slice(0, 10)}T${(time.length > 8 ? time : `${time}.`).padEnd(12, '0').slice(0, 12)}Z`;
}

/** The calendar day of an instant in Asia/Shanghai. */
export function todayInShanghai(instant: Date): PlainDate {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

/** The minute of an instant in Asia/Shanghai, `YYYY-MM-DDTHH:MM`. */
export function minuteInShanghai(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 16);
}

/** The day of a moment in Asia/Shanghai, as precise as the moment is. */
export function toDay(moment: Moment): PartialDate {
  return isPartialDate(moment) ? moment : todayInShanghai(new Date(moment));
}

/** Like `compareDates`; two instants are compared exactly, an instant and its own day are `unknown`. */
export function compareMoments(a: Moment, b: Moment): Order {
  const [isDay, isOtherDay] = [isPartialDate(a), isPartialDate(b)];
  if (isDay && isOtherDay) return compareDates(a, b);
  if (isDay || isOtherDay) {
    const order = compareDates(toDay(a), toDay(b));
    return order === 'same' ? 'unknown' : order;
  }
  const difference = Date.parse(a) - Date.parse(b);
  if (difference === 0) return 'same';
  return difference < 0 ? 'before' : 'after';
}

/**
 * Imports only: a moment as notices print it. A time without an offset is Asia/Shanghai (`2024-06-06T09:00`,
 * `2024-06-06 09:00:00`); a partial date stays as it is. Null where it is neither.
 */
export function momentFromImport(text: unknown): Moment | null {
  if (isMoment(text)) return text;
  if (typeof text !== 'string') return null;
  const match = LOCAL_TIME.exec(text);
  if (match === null || !isPlainDate(match[1])) return null;
  return `${match[1]}T${match[2]}:${match[3] ?? '00'}+08:00`;
}
