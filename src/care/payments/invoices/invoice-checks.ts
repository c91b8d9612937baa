import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { formatYuan } from '../../../kernel/money/money.js';
import type { ContractMoney } from '../contract-money.js';
import { computePayable } from './payable-sum.js';

/** @throws Problem `validation_failed` (`in_future`) for an invoice that is not issued yet */
export function assertInvoiceDate(on: PlainDate, today: PlainDate): void {
  if (on > today) throw invalid('/issuedOn', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
}

/** An invoice of another sum than is payable of its instalment, as the facts of a refusal. The sum in fen. */
export function findDifference(money: ContractMoney, paymentId: string, amount: bigint): ProblemDetails | null {
  const payment = money.payments.find(({ id }) => id === paymentId);
  const payable = payment === undefined ? 0n : computePayable(money, payment);
  if (amount === payable) return null;
  return { facts: { invoiced: formatYuan(amount), payable: formatYuan(payable) } };
}

/** The number of an invoice as it is kept: one spelling, however wide its digits were typed, with spaces or without. */
export const toInvoiceNumber = (typed: string): string => typed.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();

/**
 * The number as the facts of a refusal, where another living invoice of the supplier has it, whichever contract that one is
 * for, and however that was typed that was kept before numbers had one spelling. A lock lets one submission of a supplier after another ask.
 */
export async function findNumberInUse(tx: Tx, supplier: string, number: string): Promise<ProblemDetails | null> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('invoice numbers of ' || $1::text, 0))`, [supplier]);
  const rows = await tx.query(
    `SELECT FROM invoice WHERE supplier_id = $1 AND state IN ('submitted', 'accepted')
       AND upper(regexp_replace(normalize(number, NFKC), '\\s', '', 'g')) = $2`,
    [supplier, toInvoiceNumber(number)],
  );
  return rows.length > 0 ? { facts: { number } } : null;
}

/** The living invoice that an instalment has already, as the facts of a refusal. */
export async function findLivingInvoice(tx: Tx, payment: string): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ id: string; number: string; state: string }>(
    `SELECT id, number, state FROM invoice WHERE payment_id = $1 AND state IN ('submitted', 'accepted')`,
    [payment],
  );
  return row ? { facts: { invoice: row.id, number: row.number, state: row.state } } : null;
}
