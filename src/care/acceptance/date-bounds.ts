import { countDays, type PlainDate } from '../../kernel/clock/plain-date.js';
import { invalid } from '../../kernel/http/validation.js';

/** POLICY: nobody waits for more than a year; a year that was mistyped could not be corrected once the round is concluded. */
const MOST_DAYS = 366;

/** @throws Problem `validation_failed` (`too_late`) for a day more than a year after `from` */
export function assertWithinYear(pointer: string, day: PlainDate | undefined, from: PlainDate): void {
  if (day !== undefined && countDays(from, day) > MOST_DAYS)
    throw invalid(pointer, 'too_late', {
      en: `At most ${MOST_DAYS} days after ${from}`,
      zh: `不得晚于 ${from} 后 ${MOST_DAYS} 天`,
    });
}

/** @throws Problem `validation_failed` (`too_early`, `too_late`) for a day that is past, or more than a year away */
export function assertFutureDate(pointer: string, day: PlainDate | undefined, today: PlainDate): void {
  if (day !== undefined && day < today)
    throw invalid(pointer, 'too_early', { en: 'This day has passed', zh: '该日期已过' });
  assertWithinYear(pointer, day, today);
}
