import { isPlainDate, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { CalendarTemplate, CycleDate } from '../../programmes/calendar-template.js';
import { NO_PLAN, type TenderPlan } from '../conducted/terms/terms-types.js';

/** When a yearly cycle says a purchase of one programme year is made and carried out. */
export interface PlannedYear {
  window: { start: PlainDate | null; end: PlainDate | null };
  plan: TenderPlan;
}

/** Steps of a cycle by the names that calendars give them. */
const NAMES = {
  intent: ['intent', 'intent_published', 'intention'],
  issue: ['notice', 'document_issued', 'issue'],
  implementation: ['implementation', 'service'],
} as const;

/**
 * The cycle laid on a year. Where it gives a month, or nothing, no day is completed: a deadline needs an hour, which no cycle
 * gives.
 */
export function plannedYear(template: CalendarTemplate, year: number): PlannedYear {
  const step = (kind: keyof typeof NAMES) =>
    template.steps.find(({ event }) => (NAMES[kind] as readonly string[]).includes(event));
  const implementation = step('implementation');
  return {
    window: { start: toCycleDay(implementation?.from, year), end: toCycleDay(implementation?.to, year) },
    plan: {
      ...NO_PLAN,
      intentOn: toCycleDay(step('intent')?.from, year),
      issueOn: toCycleDay(step('issue')?.from, year),
    },
  };
}

function toCycleDay(date: CycleDate | null | undefined, year: number): PlainDate | null {
  if (!date) return null;
  const day = `${String(year + date.year).padStart(4, '0')}-${date.date}`;
  return isPlainDate(day) ? day : null;
}
