import { getKnownValue, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { periodEnd, readPeriod } from '../../../law/deadlines/periods.rules.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { addDays, type PlainDate } from '../../../kernel/clock/plain-date.js';

const DAY = 86_400_000;
/** Law article 57: for a complaint in all. */
export const LONGEST_SUSPENSION = readPeriod(getRule('SUSPEND-30D'))?.value ?? 30;

/**
 * From when the thirty days of a suspension count whose notice states so many: one that states ten counts as if twenty were
 * over, so that the last day of thirty is its last.
 */
export const computeSuspensionStart = (began: Date, days: number): Date =>
  new Date(began.getTime() - (LONGEST_SUSPENSION - days) * DAY);

/**
 * The last day of a suspension that counts from an instant, a working day (Order 94 article 42). Where the calendar does not say
 * whether it is one, the days are over when it is past: earlier is too early under every calendar.
 */
export function computeSuspensionEnd(from: Date, calendar: WorkingCalendar): PlainDate {
  const start = todayInShanghai(from);
  const period = { value: LONGEST_SUSPENSION, unit: 'calendar_day' as const };
  return getKnownValue(periodEnd(calendar, start, period)) ?? addDays(start, period.value);
}

/**
 * The deadline after a suspension: as much time as was left when it began, counted from now, then the next working day at
 * the hour the documents name. A choice of this system where no article speaks: nobody loses a minute of what was promised.
 * Beyond the last year on record no day is skipped.
 */
export function computeResumedDeadline(deadline: Date, suspended: Date, now: Date, calendar: WorkingCalendar): Date {
  const left = Math.max(0, deadline.getTime() - suspended.getTime());
  const earliest = now.getTime() + left;
  const days = Math.max(0, Math.ceil((earliest - deadline.getTime()) / DAY));
  const day = addDays(todayInShanghai(deadline), days);
  const working = calendar.roundUpToWorkingDay(day);
  const moved = working.certainty === 'known' ? working.value : day;
  const skipped = Date.parse(`${moved}T00:00:00Z`) - Date.parse(`${todayInShanghai(deadline)}T00:00:00Z`);
  return new Date(deadline.getTime() + skipped);
}

/**
 * The last day on which the documents are given out: as many days, and as many working days, as were left when the suspension
 * began, and not after the deadline. Where it was over by then it stays.
 */
export function computeResumedLastDay(
  last: PlainDate,
  { suspended, resumed, deadline }: { suspended: Date; resumed: Date; deadline: Date },
  calendar: WorkingCalendar,
): PlainDate {
  const [from, on, end] = [suspended, resumed, deadline].map(todayInShanghai) as [PlainDate, PlainDate, PlainDate];
  if (last < from || on === from) return last;
  const left = Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
  const sameDays = calendar.roundUpToWorkingDay(addDays(on, left));
  const working = last === from ? null : calendar.countWorkingDays(addDays(from, 1), last);
  const sameWork = working?.certainty === 'known' ? calendar.addWorkingDays(on, working.value) : null;
  const days = [
    sameDays.certainty === 'known' ? sameDays.value : addDays(on, left),
    ...(sameWork?.certainty === 'known' ? [sameWork.value] : []),
  ].toSorted();
  const moved = days.at(-1) ?? last;
  return moved > end && end >= last ? end : moved;
}
