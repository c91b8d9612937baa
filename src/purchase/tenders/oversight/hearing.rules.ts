import { addDays, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { getKnownValue, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { earliestEnd, periodEnd } from '../../../law/deadlines/periods.rules.js';

/** A choice of this product: how long the other side is heard before what it was promised ends by the will of one. */
const HEARING = { value: 5, unit: 'working_day' } as const;

/** The first day that may be the last one of a hearing. Force majeure leaves no time: a day. */
export function computeLeastHearing(
  ground: string | undefined,
  today: PlainDate,
  calendar: WorkingCalendar,
): PlainDate {
  if (ground === 'force_majeure') return addDays(today, 1);
  return getKnownValue(periodEnd(calendar, today, HEARING)) ?? earliestEnd(calendar, today, HEARING);
}

/** The other side has at least that long; where nothing is said it has exactly that. */
export function refuseShortHearing(hearUntil: PlainDate | null | undefined, least: PlainDate): ProblemDetails | null {
  const latest = addDays(least, 60);
  if (!hearUntil || (hearUntil >= least && hearUntil <= latest)) return null;
  const text = { en: `From ${least} to ${latest}`, zh: `应在 ${least} 至 ${latest} 之间` };
  return { errors: [{ pointer: '/hearUntil', code: 'out_of_range', text }], facts: { least, latest } };
}

/** Whether the other side may still speak: it has not, and its last day is not over. */
export const isHearingRunning = (
  { hear_until: last, heard }: { hear_until: PlainDate | null; heard: boolean },
  today: PlainDate,
): boolean => last !== null && !heard && today <= last;
