import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { formatYuan } from '../../../kernel/money/money.js';
import { findVersionInForce } from '../../../law/rules/rule-book.js';
import { toRuleBasis, type Confidence } from '../../../law/rules/rule-types.js';
import type { StatutoryClock } from '../../../law/deadlines/deadlines.rules.js';
import { SMALL_PAYEE_RULES } from '../../../purchase/tenders/reads/deadlines.view.js';
import { computePayable, type ContractMoney, type PaymentRow } from '../contract-money.js';
import { lateInterest } from './interest.rules.js';
import { derivePayee } from './payment-clocks.js';

export const ORDER_802_STATES = ['applies', 'not_applicable', 'insufficient_data'] as const;
export const ORDER_802_REASONS = [
  'no_enterprise',
  'large_enterprise',
  'advance',
  'size_undeclared',
  'payee_unknown',
  'day_of_delivery',
] as const;

interface Order802 {
  state: (typeof ORDER_802_STATES)[number];
  reason: (typeof ORDER_802_REASONS)[number] | null;
  interest: {
    days: number;
    amount: string;
    ratePerDay: string;
    rule: string;
    basis: { document: string; article: string; confidence: Confidence };
  } | null;
  interestAgreed: string | null;
}

const withoutInterest = (state: Order802['state'], reason: Order802['reason']): Order802 => ({
  state,
  reason,
  interest: null,
  interestAgreed: null,
});

/** What the law of small payees says of one instalment; what is not known is said, and nothing is guessed. */
export function order802(
  money: ContractMoney,
  payment: PaymentRow,
  clocks: readonly StatutoryClock[],
  today: PlainDate,
): Order802 {
  const payee = derivePayee(money);
  if (payee === 'no_enterprise') return withoutInterest('not_applicable', 'no_enterprise');
  if (payee === 'large') return withoutInterest('not_applicable', 'large_enterprise');
  if (payment.trigger === 'signing') return withoutInterest('not_applicable', 'advance');
  if (payee === 'undeclared') return withoutInterest('insufficient_data', 'size_undeclared');
  if (payee === 'unknown') return withoutInterest('insufficient_data', 'payee_unknown');
  const clock = clocks.find(({ rule }) => SMALL_PAYEE_RULES.includes(rule));
  if (clock === undefined) return withoutInterest('insufficient_data', 'day_of_delivery');
  const interestAgreed = money.content?.lateInterest ?? null;
  return {
    state: 'applies',
    reason: null,
    interest: interestAgreed === null ? computeInterest(computeDebt(money, payment), clock, today) : null,
    interestAgreed,
  };
}

/** What is asked for, else what is left to be asked for. */
const computeDebt = (money: ContractMoney, payment: PaymentRow): bigint =>
  payment.claimed === null ? computePayable(money, payment) : BigInt(payment.claimed);

function computeInterest(owed: bigint, { date, done }: StatutoryClock, today: PlainDate): Order802['interest'] {
  const rule = date === null ? null : findVersionInForce(['PAY-LATE-INTEREST', 'PAY-LATE-INTEREST-2020'], date);
  if (date === null || rule === null) return null;
  const { days, fen } = lateInterest(owed, Number(rule.value), date, done?.on ?? today);
  if (days === 0 || owed === 0n) return null;
  const { document, article, confidence } = toRuleBasis(rule);
  return {
    days,
    amount: formatYuan(fen),
    ratePerDay: String(rule.value),
    rule: rule.id,
    basis: { document, article, confidence },
  };
}
