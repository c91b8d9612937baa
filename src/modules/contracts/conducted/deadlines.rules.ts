import type { WorkingCalendar } from '../../../platform/calendar/working-calendar.js';
import { isPlainDate, type PlainDate } from '../../../platform/clock/plain-date.js';
import { periodEnd, periodOf } from '../../rules/periods.rules.js';
import { ruleAt } from '../../rules/rule-book.js';
import { basisOf, type Rule, type RuleBasis } from '../../rules/rule.types.js';

export const DEADLINE_STATES = ['future', 'due', 'met', 'missed', 'uncertain'] as const;
export interface Deadline {
  event: string;
  /** The last day; null where the calendar does not reach that far. */
  date: PlainDate | null;
  rule: string;
  basis: RuleBasis;
  state: (typeof DEADLINE_STATES)[number];
  /** Which amendment it is about. */
  amendment: string | null;
}

/** What happened to a contract, as far as it is known to the day. */
export interface ContractDays {
  noticed: string | null;
  signed: string | null;
  published: string | null;
  filed: string | null;
  isDraft: boolean;
  amendments: readonly { id: string; inForce: string; published: string | null }[];
}

/** Maximum periods are due dates: whoever is late may still act. */
export function contractDeadlines(days: ContractDays, today: PlainDate, calendar: WorkingCalendar): Deadline[] {
  const found: Deadline[] = [];
  const add = (
    id: string,
    event: string,
    start: string | null,
    done: string | null,
    amendment: string | null = null,
  ) => {
    if (!isPlainDate(start)) return;
    const rule = ruleAt(id, start);
    if (rule !== null) found.push(deadlineOf(rule, event, start, isPlainDate(done) ? done : null, amendment));
  };
  const deadlineOf = (
    rule: Rule,
    event: string,
    start: PlainDate,
    done: PlainDate | null,
    amendment: string | null,
  ): Deadline => {
    const period = periodOf(rule);
    const end = period === null ? null : periodEnd(calendar, start, period);
    const date = end?.certainty === 'known' ? end.value : null;
    return { event, date, rule: rule.id, basis: basisOf(rule), state: stateOf(date, done, today), amendment };
  };
  if (days.isDraft || isPlainDate(days.signed)) add('CONTRACT-30D', 'contract_signed', days.noticed, days.signed);
  add('CONTRACT-PUBLISH-2WD', 'contract_published', days.signed, days.published);
  add('CONTRACT-FILE-7WD', 'contract_filed', days.signed, days.filed);
  for (const { id, inForce, published } of days.amendments)
    add('CONTRACT-CHANGE-2WD', 'change_published', inForce, published, id);
  return found;
}

function stateOf(date: PlainDate | null, done: PlainDate | null, today: PlainDate): Deadline['state'] {
  if (date === null) return 'uncertain';
  if (done !== null) return done <= date ? 'met' : 'missed';
  if (today > date) return 'missed';
  return today === date ? 'due' : 'future';
}
