import { getKnownValue, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { deriveClocks, type ClockEvent, type StatutoryClock } from '../../../law/deadlines/deadlines.rules.js';
import type { BudgetLevel, Method } from '../../../law/code-lists/methods.js';
import { restedEnd, type Rest } from '../../../law/deadlines/rested.rules.js';
import { getRule } from '../../../law/rules/rule-book.js';
import type { ClockedTender } from './deadlines.view.js';

/** One payment under a contract, as far as periods of law run for it. */
export interface ClockedPayment {
  id: string;
  /** The later of the day its condition was met and the day its invoice was received. */
  claimed: PlainDate | null;
  /** What it pays for was delivered to, or accepted of, a payee whom Order 802 protects. */
  delivered: PlainDate | null;
  /** Days within which that payee is to be paid, as agreed. */
  agreedDays: number | null;
  /** Days on which nothing could be paid on the contract (Regulation article 54, Law article 57). */
  rests: readonly Rest[];
  paid: PlainDate | null;
}
const paymentRecord = (id: string): string => `payment:${id}`;

/**
 * When the payments of a contract are due by law. The days are due dates, and nothing is refused after them. What the
 * parties agreed on stands in the place of the thirty days of Orders 728 and 802, up to their sixty.
 */
export const paymentClocks = (
  { method, budget_level: level, region }: Pick<ClockedTender, 'method' | 'budget_level' | 'region'>,
  payments: readonly ClockedPayment[],
  calendar: WorkingCalendar,
): (StatutoryClock & { record: string })[] =>
  payments.flatMap(({ id, claimed, delivered, agreedDays, rests, paid }) => {
    const record = paymentRecord(id);
    const toDatedEvent = (on: PlainDate) => ({ on, record, source: null });
    const events = {
      ...(claimed && { invoice_received: toDatedEvent(claimed) }),
      ...(delivered && { delivered_or_accepted: toDatedEvent(delivered) }),
      ...(paid && { paid: toDatedEvent(paid) }),
    };
    const told: ClockEvent[] = ['paid'];
    const question = {
      method: method as Method | null,
      level: level as BudgetLevel | null,
      region,
      events,
      told,
      rests,
    };
    return deriveClocks({ ...question, holding: SMALL_PAYEE_RULES }, calendar)
      .filter(({ event }) => event === 'paid')
      .map((clock) => ({ ...capAgreedClock(clock, agreedDays, rests, calendar), record }));
  });

/** How long a small payee waits, with how long may be agreed: Order 802, and Order 728 before it. */
const SMALL_PAYEE_CAPS: Readonly<Record<string, string>> = {
  'PAY-SME-30D': 'PAY-SME-60D-CAP',
  'PAY-SME-30D-2020': 'PAY-SME-60D-CAP-2020',
};
/** The rules whose condition is known where a delivery to such a payee is; at most one of them is in force. */
export const SMALL_PAYEE_RULES: readonly string[] = Object.keys(SMALL_PAYEE_CAPS);

function capAgreedClock(
  clock: StatutoryClock,
  days: number | null,
  rests: readonly Rest[],
  calendar: WorkingCalendar,
): StatutoryClock {
  const capped = SMALL_PAYEE_CAPS[clock.rule];
  if (capped === undefined || days === null) return clock;
  const cap = Number(getRule(capped).value);
  const agreed = { value: Math.min(days, cap), unit: 'calendar_day' } as const;
  const { end, least, rests: held } = restedEnd(calendar, clock.from.on, agreed, rests);
  const date = held ? null : getKnownValue(end);
  const earliest = getKnownValue(end) ?? least;
  return { ...clock, date, range: { earliest, latest: date } };
}
