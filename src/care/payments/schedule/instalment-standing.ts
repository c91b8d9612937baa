import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { idsSql } from '../../../kernel/database/sql.js';
import type { ContractChange } from '../../../purchase/contracts/amendments/change.js';
import type { ContractContent } from '../../../purchase/contracts/content/content-types.js';
import {
  computeRoom,
  moneyOfAll,
  numberReports,
  triggerOfPayment,
  type AcceptedInvoice,
  type ContractMoney,
  type PaymentRow,
} from '../contract-money.js';
import { computePayable } from '../invoices/payable-sum.js';
import { deriveTrigger, findAgreedStart } from './trigger.rules.js';

/** Fen that are asked for with an instalment: what was, else the sum of its accepted invoice, else its own. */
export const computeClaim = (payment: PaymentRow, invoice: AcceptedInvoice | null): bigint =>
  BigInt(payment.claimed ?? invoice?.amount ?? payment.amount);

/** Whether the accepted invoice is for all that is payable: what it leaves out would never be asked for. */
export function isInvoicedWhole(money: ContractMoney, payment: PaymentRow, invoice: AcceptedInvoice | null): boolean {
  const invoiced = BigInt(invoice?.amount ?? 0);
  const payable = computePayable(money, payment);
  return invoiced > 0n && !payment.dropped && invoiced >= payable && invoiced <= BigInt(payment.amount);
}

/** What the guards of its steps say of an instalment. */
export interface InstalmentStanding {
  state: string;
  /** A dispute may change the result of the purchase: nothing of it is asked for, approved or paid. */
  isHeld: boolean;
  /** What it waits for has happened. */
  isMet: boolean;
  /** What is asked for with it is left of the contract; before it is asked for, also the sum of its accepted invoice is right. */
  isPayable: boolean;
  /** Nothing is left of the contract for which it could be invoiced. */
  isUsedUp: boolean;
  /** Id of its accepted invoice. */
  invoice: string | null;
}

function deriveStanding(
  money: ContractMoney,
  payment: PaymentRow,
  invoice: AcceptedInvoice | null,
): InstalmentStanding {
  const isWithin = computeClaim(payment, invoice) <= computeRoom(money, payment.id);
  return {
    state: payment.state,
    isHeld: money.held !== null,
    isMet: triggerOfPayment(money, payment).on !== null,
    isPayable: isWithin && (payment.state !== 'scheduled' || isInvoicedWhole(money, payment, invoice)),
    isUsedUp: computePayable(money, payment) === 0n,
    invoice: invoice?.id ?? null,
  };
}

/** How every instalment of these contracts stands, by its id. */
export async function loadStandings(
  reader: Reader,
  contracts: readonly string[],
): Promise<Map<string, InstalmentStanding>> {
  const invoices = await runPreparedStatement<AcceptedInvoice & { payment: string }>(
    reader,
    `SELECT i.payment_id AS payment, i.id, i.amount::text FROM invoice i WHERE i.state = 'accepted' AND i.contract_id = ANY (${idsSql('$1')})`,
    [contracts],
  );
  const invoiceByPayment = new Map(invoices.map((invoice) => [invoice.payment, invoice]));
  return new Map(
    [...(await moneyOfAll(reader, contracts)).values()].flatMap((money) =>
      money.payments.map((payment) => [
        payment.id,
        deriveStanding(money, payment, invoiceByPayment.get(payment.id) ?? null),
      ]),
    ),
  );
}

/** Where an amendment may touch what instalments are, or what releases them. */
const TOUCHED = ['/payments', '/reportMonths', '/window'];

/**
 * Whether what released an instalment that was asked for would be another by a content that leaves it as it is: reports fall into
 * other periods, or another instalment comes to name it. What an instalment given up waited for matters no more.
 */
function isReleasedOtherwise(money: ContractMoney, asked: PaymentRow, content: ContractContent): boolean {
  const { on } = triggerOfPayment(money, asked);
  if (on === null || asked.state === 'cancelled') return false;
  const { trigger, trigger_of: of } = asked;
  const alike = content.payments.filter((share) => share.trigger === trigger);
  const named = alike.flatMap((share) => share.of ?? []);
  const unnamed = alike.flatMap((share) => ((share.of ?? null) === null ? [share.no] : []));
  const nth = money.payments.filter(
    ({ no, share_no: share }) => share !== null && unnamed.includes(share) && no <= asked.no,
  );
  const reports = numberReports(content, money.facts.reports);
  const anew = deriveTrigger({ trigger, of, nth: nth.length, named }, { ...money.facts, reports });
  return findAgreedStart(anew, asked.agreed_on).on !== on;
}

/** Instalments that were asked for, paid or given up, and that an amendment would not leave as they are, nor what released them. */
export function listChangedInstalments(
  money: ContractMoney,
  { difference, content }: Pick<ContractChange, 'difference' | 'content'>,
): PaymentRow[] {
  if (!difference.some(({ pointer }) => TOUCHED.some((part) => pointer.startsWith(part)))) return [];
  const asked = money.payments.filter((p) => p.state !== 'scheduled' && !p.dropped);
  return asked.filter(
    (p) =>
      p.share_no !== null &&
      (isReleasedOtherwise(money, p, content) ||
        !content.payments.some(
          ({ no, trigger, share, of }) =>
            no === p.share_no && trigger === p.trigger && share === p.share && (of ?? null) === p.trigger_of,
        )),
  );
}
