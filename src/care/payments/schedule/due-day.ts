import { addDays, isPlainDate, LAST_EPOCH_DAY, toEpochDay, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { getKnownValue, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { StatutoryClock } from '../../../law/deadlines/deadlines.rules.js';
import { restedEnd } from '../../../law/deadlines/rested.rules.js';
import { findUnitPrice } from '../../../purchase/contracts/content/price.rules.js';
import type { ClockedTender } from '../../../purchase/tenders/reads/deadlines.view.js';
import { paymentClocks } from '../../../purchase/tenders/reads/payment-deadlines.view.js';
import { toTrigger, triggerOfPayment, type ContractMoney, type PaymentRow } from '../contract-money.js';
import { clockedPayment, findPeriodStart, isResting, listRests } from './payment-clocks.js';
import { computePlannedDay } from './planned.rules.js';

/**
 * Day on which an instalment is due: what was agreed, for a small enterprise the day of its clock, which knows that and its most;
 * else the earliest of the clocks, since the days from the invoice on are everybody's, a small enterprise's too. Null: it is not due, or the day is not known.
 */
export function findDueDay(
  money: ContractMoney,
  payment: PaymentRow,
  clocks: readonly StatutoryClock[],
  calendar: WorkingCalendar,
): PlainDate | null {
  if (isResting(money, payment)) return null;
  const days = money.content?.paymentDays ?? null;
  const small = clocks.find(({ from }) => from.event === 'delivered_or_accepted');
  if (small !== undefined && days !== null) return small.date;
  const start = findPeriodStart(money, payment) ?? triggerOfPayment(money, payment).on;
  if (days !== null && start !== null)
    return getKnownValue(
      restedEnd(calendar, start, { value: days, unit: 'calendar_day' }, listRests(money, payment)).end,
    );
  return clocks.reduce<PlainDate | null>(
    (first, { date }) => (date !== null && (first === null || date < first) ? date : first),
    null,
  );
}

type Place = Pick<ClockedTender, 'method' | 'budget_level' | 'region'>;

/**
 * The day for which an instalment is planned: before what it waits for has happened the one that the contract gives, then
 * the day on which it is due, else the one on which it happened.
 */
export function findPlannedDay(
  money: ContractMoney,
  payment: PaymentRow,
  place: Place,
  calendar: WorkingCalendar,
): PlainDate | null {
  const { on } = triggerOfPayment(money, payment);
  if (on === null) return computePlannedDay(toTrigger(money, payment), money.content, money.facts.signedOn);
  const clocks = paymentClocks(place, [clockedPayment(money, payment)], calendar);
  return findDueDay(money, payment, clocks, calendar) ?? on;
}

const CLOSED: ReadonlySet<string> = new Set(['void', 'settled', 'archived']);

/**
 * The day for which the last settlement of a contract is planned that is paid by the unit: when the time for confirming it is
 * over after its last day. Null: none is to come, or the day is not known.
 */
export function findLastSettlementDay({ content, facts, settledTo }: ContractMoney): PlainDate | null {
  const end = content?.window.end ?? null;
  if (content === null || findUnitPrice(content) === null || !isPlainDate(end)) return null;
  if (CLOSED.has(facts.state) || facts.ended || (settledTo !== null && settledTo >= end)) return null;
  const days = content.confirmDays ?? 0;
  return toEpochDay(end) + days > LAST_EPOCH_DAY ? null : addDays(end, days);
}
