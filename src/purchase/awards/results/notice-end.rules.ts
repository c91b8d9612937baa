import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { isPlainDate, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { CONDUCTED_METHODS, firstLawfulEnd, type ConductedMethod } from '../../tenders/conducted/issue.rules.js';

/**
 * The last day of the notice of documents: the one it was issued with, and no earlier than the law lets a notice end that
 * officially appeared on the day (Order 87 article 16). Null: not known, also where the calendar does not say it.
 */
export function noticeEnd(
  tender: { notice: string | null; announced: string | null; method: string | null } | null,
  calendar: WorkingCalendar,
): PlainDate | null {
  if (tender === null || !isPlainDate(tender.notice)) return null;
  const { notice, announced, method } = tender;
  if (!isPlainDate(announced) || method === null || !CONDUCTED_METHODS.includes(method)) return notice;
  const least = firstLawfulEnd(method as ConductedMethod, 'notice', announced, calendar);
  if (least === null || least.date <= notice) return notice;
  return least.certainty === 'known' ? least.date : null;
}
