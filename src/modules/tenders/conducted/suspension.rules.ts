import type { WorkingCalendar } from '../../../platform/calendar/working-calendar.js';
import { todayInShanghai } from '../../../platform/clock/moment.js';
import { addDays } from '../../../platform/clock/plain-date.js';

const DAY = 86_400_000;

/**
 * The deadline after a suspension: as much time as was left when it began, counted from now, then the next working day at
 * the hour the documents name. A choice of this system where no article speaks: nobody loses a minute of what was promised.
 * Beyond the last year on record no day is skipped.
 */
export function deadlineAfter(deadline: Date, suspended: Date, now: Date, calendar: WorkingCalendar): Date {
  const left = Math.max(0, deadline.getTime() - suspended.getTime());
  const earliest = now.getTime() + left;
  const days = Math.max(0, Math.ceil((earliest - deadline.getTime()) / DAY));
  const day = addDays(todayInShanghai(deadline), days);
  const working = calendar.workingDayOnOrAfter(day);
  const moved = working.certainty === 'known' ? working.value : day;
  const skipped = Date.parse(`${moved}T00:00:00Z`) - Date.parse(`${todayInShanghai(deadline)}T00:00:00Z`);
  return new Date(deadline.getTime() + skipped);
}
