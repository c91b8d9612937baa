import type { Reader } from '../../../kernel/database/reader.js';
import { later, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Rest } from '../../../law/deadlines/rested.rules.js';
import { isEnterprise, isSmall } from '../../../purchase/contracts/content/payee.rules.js';
import type { ClockedPayment } from '../../../purchase/tenders/reads/payment-deadlines.view.js';
import { moneyOfAll, triggerOfPayment, type ContractMoney, type PaymentRow } from '../contract-money.js';
import { computePeriodStart } from './period-start.rules.js';

/** What State Council Order 802 is to the payee of a contract. */
export type Payee = 'small' | 'large' | 'no_enterprise' | 'undeclared' | 'unknown';

export function derivePayee({ content, supplierKind }: ContractMoney): Payee {
  const enterprise = isEnterprise(supplierKind, content?.parties.supplier.creditCode ?? null);
  if (enterprise === false) return 'no_enterprise';
  if (enterprise === null) return 'unknown';
  if (isSmall(content ?? {})) return 'small';
  return content?.supplierSize === 'large' ? 'large' : 'undeclared';
}

/** First day of the period that the law gives a small enterprise, or that was agreed with anybody. */
export function findPeriodStart(money: ContractMoney, payment: PaymentRow): PlainDate | null {
  const { on, delivered } = triggerOfPayment(money, payment);
  return computePeriodStart({ trigger: payment.trigger, on, delivered }, money.content ?? {});
}

/** While a contract is held for a challenge or a complaint nothing is due that was not paid; nor what was given up. */
export const isResting = (money: ContractMoney, { state }: PaymentRow): boolean =>
  state !== 'paid' && (money.held !== null || state === 'cancelled');

/**
 * The days on which nothing could be paid of an instalment: whoever was forbidden to pay is not late for them. What holds the
 * contract now has no day to show (`isResting`); of what was paid, what came after it changes nothing. Nor is anybody late for the days
 * on which it was paid before it came back.
 */
export function listRests({ rests }: ContractMoney, { state, paid_on, was_paid }: PaymentRow): Rest[] {
  const paid = state === 'paid' ? paid_on : null;
  return [...rests, ...(was_paid === null ? [] : [was_paid])].flatMap(({ from, to }) => {
    if (paid !== null) return from < paid ? [{ from, to: to === null || to > paid ? paid : to }] : [];
    return to === null ? [] : [{ from, to }];
  });
}

/** What periods of law run from. */
export function clockedPayment(money: ContractMoney, payment: PaymentRow): ClockedPayment {
  const { on } = triggerOfPayment(money, payment);
  const rests = isResting(money, payment);
  const claimed = on === null || payment.received_on === null ? null : later(on, payment.received_on);
  return {
    id: payment.id,
    claimed: rests ? null : claimed,
    delivered: rests || derivePayee(money) !== 'small' ? null : findPeriodStart(money, payment),
    agreedDays: money.content?.paymentDays ?? null,
    rests: listRests(money, payment),
    paid: payment.state === 'paid' ? payment.paid_on : null,
  };
}

/** The payments of contracts, for whoever shows or judges what the law makes due. */
export async function clockedPayments(
  reader: Reader,
  contracts: readonly string[],
): Promise<Map<string, ClockedPayment[]>> {
  const all = await moneyOfAll(reader, contracts);
  return new Map(
    [...all].map(([id, money]) => [
      id,
      money.payments.filter((p) => !p.dropped).map((payment) => clockedPayment(money, payment)),
    ]),
  );
}
