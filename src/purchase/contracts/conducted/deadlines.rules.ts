import { getKnownValue, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { isPlainDate, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { periodEnd, readPeriod } from '../../../law/deadlines/periods.rules.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import { toRuleBasis, type RuleBasis } from '../../../law/rules/rule-types.js';

export interface AmendmentDue {
  /** The last day; null where the calendar does not reach that far. */
  date: PlainDate | null;
  rule: string;
  basis: RuleBasis;
  state: 'due' | 'met' | 'missed' | 'uncertain';
}

/** When an amendment is to be published: two working days from the day it came into force; whoever is late may still. */
export function amendmentDue(
  inForceOn: string | null,
  publishedOn: string | null,
  today: PlainDate,
  calendar: WorkingCalendar,
): AmendmentDue | null {
  if (!isPlainDate(inForceOn)) return null;
  const rule = findRuleInForce('CONTRACT-CHANGE-2WD', inForceOn);
  const period = rule && readPeriod(rule);
  if (rule === null || period === null) return null;
  const date = getKnownValue(periodEnd(calendar, inForceOn, period));
  const isLate = date !== null && (publishedOn ?? today) > date;
  const state = date === null ? 'uncertain' : isLate ? 'missed' : publishedOn === null ? 'due' : 'met';
  return { date, rule: rule.id, basis: toRuleBasis(rule), state };
}
