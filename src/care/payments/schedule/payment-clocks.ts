import type { Reader } from '../../../kernel/database/reader.js';
import { addDays, later, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { isEnterprise, isSmall } from '../../../purchase/contracts/content/payee.rules.js';
import type { ClockedPayment } from '../../../purchase/tenders/reads/deadlines.view.js';
import { moneyOfAll, triggerOfPayment, type ContractMoney, type PaymentRow } from '../contract-money.js';

/** What State Council Order 802 is to the payee of a contract. */
export type Payee = 'small' | 'large' | 'no_enterprise' | 'undeclared' | 'unknown';

export function derivePayee({ content, supplierKind }: ContractMoney): Payee {
  const enterprise = isEnterprise(supplierKind, content?.parties.supplier.creditCode ?? null);
  if (enterprise === false) return 'no_enterprise';
  if (enterprise === null) return 'unknown';
  if (isSmall(content ?? {})) return 'small';
  return content?.supplierSize === 'large' ? 'large' : 'undeclared';
}

/**
 * Order 802 article 9: from the delivery; where acceptance is agreed on, from the day it was passed, or from the last day
 * agreed for it where the buyer is later. Without such a day, and without an acceptance, it is not known; nor where the buyer
 * was not late but found that it will not do. What is to be mended is delivered anew.
 */
function computeDeliveryDay(money: ContractMoney, payment: PaymentRow): PlainDate | null {
  const { delivered } = triggerOfPayment(money, payment);
  if (payment.trigger !== 'acceptance') return delivered;
  const days = money.content?.acceptanceDays ?? null;
  if (days === null || money.deliveredOn === null || money.refused) return delivered;
  const last = addDays(money.deliveredOn, days);
  return delivered !== null && delivered < last ? delivered : last;
}

/** What periods of law run from. While a contract is held for a challenge or a complaint nothing is due that was not paid. */
export function clockedPayment(money: ContractMoney, payment: PaymentRow): ClockedPayment {
  const { on } = triggerOfPayment(money, payment);
  const paid = payment.state === 'paid' ? payment.paid_on : null;
  const rests = paid === null && (money.held !== null || payment.state === 'cancelled');
  const claimed = on === null || payment.received_on === null ? null : later(on, payment.received_on);
  return {
    id: payment.id,
    claimed: rests ? null : claimed,
    delivered: rests || derivePayee(money) !== 'small' ? null : computeDeliveryDay(money, payment),
    agreedDays: money.content?.paymentDays ?? null,
    paid,
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
