import { listHeldPermissions } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import {
  lockContract,
  mustBeHere,
  type ConductedContract,
} from '../../../purchase/contracts/conducted/conducted-contract.js';
import { guardInterest } from '../../../purchase/tenders/oversight/interest.js';
import { loadPaymentMoney, type ContractMoney } from '../contract-money.js';
import { parseYuan } from '../../../kernel/money/money.js';
import { toParties } from '../paid-contract.js';
import { findDifference } from './invoice-checks.js';
import { findUnlawfulGround, type RefusalGround } from '../refusal.rules.js';
import { invoiceLifecycle, type InvoiceState } from './invoice.lifecycle.js';
import { Invoice } from './invoice.entity.js';

/** A locked invoice with its contract. Money in fen as text. */
export interface LockedInvoice extends Root<InvoiceState> {
  contract: ConductedContract;
  paymentId: string;
  supplierId: string;
  number: string;
  amount: string;
}

/** What the contract of the invoice comes to in money. */
const loadInvoicedMoney: Fact<LockedInvoice, ContractMoney> = ({ tx, root }) =>
  loadPaymentMoney(tx.manager, root.contract.id);

/** What each party may do with an invoice, by its own seat: the buyer judges, the agency sends. */
export const permissionsOnInvoice = (
  caller: Pick<Principal, 'seats'>,
  { buyer, supplier }: { buyer: string | null; supplier: string },
): Set<string> =>
  new Set([
    ...[...listHeldPermissions(caller, [buyer])].filter((p) => p !== 'invoice.submit'),
    ...[...listHeldPermissions(caller, [supplier])].filter((p) => p === 'invoice.submit'),
  ]);

/** Contract before invoice: the order of every lock. */
async function lockInvoice(tx: Tx, contractId: string, id: string): Promise<LockedInvoice> {
  const contract = mustBeHere(await lockContract(tx, contractId, undefined));
  const [row] = await tx.query<Omit<LockedInvoice, 'contract'>>(
    `SELECT id, version, state, payment_id AS "paymentId", supplier_id AS "supplierId", number, amount::text AS amount
     FROM invoice WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
    [id, contractId],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, contract };
}

/** An invoice is judged by the buyer, and sent again or withdrawn by the agency. */
export const invoiceSubject = subject<LockedInvoice, 'contracts/:id/invoices/:invoice', Invoice>({
  lifecycle: invoiceLifecycle,
  path: 'contracts/:id/invoices/:invoice',
  entity: Invoice,
  permit: 'contract.read',
  refuses: ['conducted_elsewhere'],
  lock: (tx, { id, invoice }) => lockInvoice(tx, id, invoice),
  heldBy: ({ principal }, { contract }) =>
    Promise.resolve(permissionsOnInvoice(principal, { buyer: contract.buyer_id, supplier: contract.supplier_id })),
  audience: ({ contract }) => toParties(contract),
  eventData: ({ contract, paymentId }) => ({ contract: contract.id, payment: paymentId }),
  guards: {
    ...guardInterest<LockedInvoice>(({ root }) => [root.contract.supplier_id]),
    reason_not_lawful: guard<LockedInvoice, { ground?: RefusalGround }, { money: ContractMoney }>(
      { money: loadInvoicedMoney },
      ({ money }, { given, today }) => findUnlawfulGround(money, given.ground, today),
    ),
    // As it is submitted again with another sum, or accepted with the one it has.
    invoice_differs: guard<LockedInvoice, { amount?: string }, { money: ContractMoney }>(
      { money: loadInvoicedMoney },
      ({ money }, { root, given: { amount } }) =>
        findDifference(money, root.paymentId, amount === undefined ? BigInt(root.amount) : parseYuan(amount)),
    ),
  },
});
