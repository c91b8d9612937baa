import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { formatYuan } from '../../../kernel/money/money.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { findVersionInForce } from '../../../law/rules/rule-book.js';
import { toRuleBasis, type Confidence } from '../../../law/rules/rule-types.js';
import type { StatutoryClock } from '../../../law/deadlines/deadlines.rules.js';
import { SMALL_PAYEE_RULES } from '../../../purchase/tenders/reads/payment-deadlines.view.js';
import type { ContractMoney, PaymentRow } from '../contract-money.js';
import { lateInterest } from './interest.rules.js';
import { computeDebt, findDueDay, type Place } from './due-day.js';
import { derivePayee, type Payee } from './payment-clocks.js';

export const ORDER_802_STATES = ['applies', 'not_applicable', 'insufficient_data'] as const;
export const ORDER_802_REASONS = [
  'no_enterprise',
  'large_enterprise',
  'advance',
  'size_undeclared',
  'payee_unknown',
  'day_of_delivery',
] as const;

export const INTEREST_SOURCES = ['law', 'contract'] as const;

interface Order802 {
  state: (typeof ORDER_802_STATES)[number];
  reason: (typeof ORDER_802_REASONS)[number] | null;
  interest: {
    days: number;
    amount: string;
    ratePerDay: string;
    by: (typeof INTEREST_SOURCES)[number];
    rule: string | null;
    basis: { document: string; article: string; confidence: Confidence } | null;
  } | null;
  interestAgreed: string | null;
}

type Applied = Pick<Order802, 'state' | 'reason'>;
const APPLIES: Applied = { state: 'applies', reason: null };
const doesNotApply = (reason: Order802['reason']): Applied => ({ state: 'not_applicable', reason });
const lacks = (reason: Order802['reason']): Applied => ({ state: 'insufficient_data', reason });

/** Whether the law of small payees holds for an instalment; what is not known is said, and nothing is guessed. */
function judgePayee(payee: Payee, payment: PaymentRow, clock: StatutoryClock | undefined): Applied {
  if (payee === 'no_enterprise') return doesNotApply('no_enterprise');
  if (payee === 'large') return doesNotApply('large_enterprise');
  if (payment.trigger === 'signing') return doesNotApply('advance');
  if (payee === 'undeclared') return lacks('size_undeclared');
  if (payee === 'unknown') return lacks('payee_unknown');
  return clock === undefined ? lacks('day_of_delivery') : APPLIES;
}

/**
 * What the law of small payees says of one instalment, and the interest that is owed for it: as it was agreed, whoever is
 * paid; without a word in the contract the law gives some to a small enterprise alone.
 */
export function order802(
  money: ContractMoney,
  payment: PaymentRow,
  clocks: readonly StatutoryClock[],
  { place, today, calendar }: { place: Place; today: PlainDate; calendar: WorkingCalendar },
): Order802 {
  const clock = clocks.find(({ rule }) => SMALL_PAYEE_RULES.includes(rule));
  const applied = judgePayee(derivePayee(money), payment, clock);
  const { lateInterest: words = null, lateInterestRate: rate = null } = money.content ?? {};
  const until = payment.paid_on ?? today;
  const debt = computeDebt(money, payment, place, calendar);
  const computeAgreedInterest = (): Order802['interest'] =>
    rate === null
      ? null
      : computeInterest(debt, findDueDay(money, payment, clocks, calendar), until, {
          ratePerDay: rate,
          by: 'contract',
          rule: null,
          basis: null,
        });
  const computeLegalInterest = (due: PlainDate | null): Order802['interest'] => {
    const rule = due === null ? null : findVersionInForce(['PAY-LATE-INTEREST', 'PAY-LATE-INTEREST-2020'], due);
    if (rule === null) return null;
    const { document, article, confidence } = toRuleBasis(rule);
    return computeInterest(debt, due, until, {
      ratePerDay: String(rule.value),
      by: 'law',
      rule: rule.id,
      basis: { document, article, confidence },
    });
  };
  const isByLaw = applied.state === 'applies' && words === null && rate === null;
  return {
    ...applied,
    interest: isByLaw ? computeLegalInterest(clock?.date ?? null) : computeAgreedInterest(),
    interestAgreed: words,
  };
}

type Source = Omit<NonNullable<Order802['interest']>, 'days' | 'amount'>;

function computeInterest(owed: bigint, due: PlainDate | null, until: PlainDate, source: Source): Order802['interest'] {
  if (due === null) return null;
  const { days, fen } = lateInterest(owed, Number(source.ratePerDay), due, until);
  return days === 0 || owed === 0n ? null : { days, amount: formatYuan(fen), ...source };
}
