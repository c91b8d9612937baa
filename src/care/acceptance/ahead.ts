import { daysBetween, type PlainDate } from '../../kernel/clock/plain-date.js';
import { invalid } from '../../kernel/http/validation.js';

/** POLICY: nobody waits for more than a year; a year that was mistyped could not be mended once the round is concluded. */
const MOST_DAYS = 366;

/** Not beyond a year from a day. */
export function mustBeNear(pointer: string, day: PlainDate | undefined, from: PlainDate): void {
  if (day !== undefined && daysBetween(from, day) > MOST_DAYS)
    throw invalid(pointer, 'too_late', {
      en: `At most ${MOST_DAYS} days after ${from}`,
      zh: `不得晚于 ${from} 后 ${MOST_DAYS} 天`,
    });
}

/** A day that somebody is to wait for: not past, and not beyond a year. */
export function mustBeAhead(pointer: string, day: PlainDate | undefined, today: PlainDate): void {
  if (day !== undefined && day < today)
    throw invalid(pointer, 'too_early', { en: 'This day has passed', zh: '该日期已过' });
  mustBeNear(pointer, day, today);
}
