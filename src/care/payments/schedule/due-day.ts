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

/** Where a purchase stands, which says which periods of law run for it. */
export type Place = Pick<ClockedTender, 'method' | 'budget_level' | 'region'>;

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

const toSum = ({ claimed, amount }: PaymentRow): bigint => BigInt(claimed ?? amount);
const chooseLess = (one: bigint, other: bigint): bigint => (one < other ? one : other);

/**
 * Fen that are owed with an instalment: what was paid by it, what is asked for with it, else its own amount; of what is unpaid as far as
 * those leave it something of the contract that are asked for before it, are due before it, or on the same day and stand before it. So
 * instalments never owe more together than is left. What was paid before the contract went on here counts for those that nobody has
 * asked for, the first that is due first (Civil Code article 560).
 */
export function computeDebt(
  money: ContractMoney,
  payment: PaymentRow,
  place: Place,
  calendar: WorkingCalendar,
): bigint {
  if (payment.state === 'paid') return toSum(payment);
  const standing = money.payments.filter(({ state, dropped }) => state !== 'cancelled' && !dropped);
  const open = standing.filter(({ state }) => state !== 'paid');
  const paid = standing.filter(({ state }) => state === 'paid');
  let left = paid.reduce((rest, each) => rest - toSum(each), money.limit - money.paidBefore);
  const beyond = open.reduce((rest, each) => rest + toSum(each), -left);
  if (beyond <= 0n) return open.some(({ id }) => id === payment.id) ? toSum(payment) : 0n;
  let before = chooseLess(money.paidBefore, beyond);
  const [asked, unasked] = [open.filter(({ claimed }) => claimed !== null), open.filter((p) => p.claimed === null)];
  const inTurn = [asked, unasked].flatMap((group) => sortByDueDay(group, money, place, calendar));
  for (const each of inTurn) {
    const covered = each.claimed === null ? chooseLess(before, toSum(each)) : 0n;
    const owed = chooseLess(toSum(each) - covered, left > 0n ? left : 0n);
    if (each.id === payment.id) return owed;
    before -= covered;
    left -= owed;
  }
  return 0n;
}

/** What is not due comes last. */
function sortByDueDay(
  payments: readonly PaymentRow[],
  money: ContractMoney,
  place: Place,
  calendar: WorkingCalendar,
): PaymentRow[] {
  const findDay = (payment: PaymentRow): PlainDate | null =>
    findDueDay(money, payment, paymentClocks(place, [clockedPayment(money, payment)], calendar), calendar);
  const days = new Map(payments.map((payment) => [payment.id, findDay(payment) ?? NEVER]));
  const getDay = ({ id }: PaymentRow): string => days.get(id) ?? NEVER;
  return [...payments].sort((a, b) => (getDay(a) === getDay(b) ? a.no - b.no : getDay(a) < getDay(b) ? -1 : 1));
}
/** Behind every day. */
const NEVER = '9999-99';
