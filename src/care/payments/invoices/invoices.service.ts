import { Injectable, type OnModuleInit } from '@nestjs/common';
import { heldIn, holdsIn } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf } from '../../../kernel/access/scope.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem, type ProblemDetails } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { formatYuan, parseYuan } from '../../../kernel/money/money.js';
import { lockContract, mustBeHere } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { moneyOf } from '../contract-money.js';
import type { InvoiceActionDto, NewInvoiceDto } from './invoice.dto.js';
import { invoiceLifecycle, type InvoiceState } from './invoice.lifecycle.js';
import { lockMoney, toParties } from '../paid-contract.js';
import { notLawful, payableFor } from '../payment.guards.js';

interface InvoiceRow {
  id: string;
  version: number;
  contract_id: string;
  payment_id: string;
  supplier_id: string;
  number: string;
  amount: string;
  state: InvoiceState;
}
interface InvoiceGiven {
  reason?: string;
  ground?: string;
  /** `submit`: the number as it is from now on. */
  number?: string;
}

/** Invoices of the agency: for one instalment each, judged by the buyer, never changed but by who sent them. */
@Injectable()
export class InvoicesService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly documents: DocumentReferences,
  ) {}

  onModuleInit(): void {
    this.registry.register(invoiceLifecycle);
    const of =
      (check: (tx: Tx, invoice: InvoiceRow, given: InvoiceGiven) => Promise<ProblemDetails | null>) =>
      async (tx: Tx, id: string, given: InvoiceGiven) => {
        const [row] = await tx.query<InvoiceRow>(`SELECT * FROM invoice WHERE id = $1`, [id]);
        return check(tx, row as InvoiceRow, given);
      };
    this.registry.contribute('invoice_differs', of(differs));
    this.registry.contribute<InvoiceGiven>(
      'invoice_used',
      of((tx, row, given) => numberTaken(tx, row.supplier_id, given.number ?? row.number)),
    );
    this.registry.contribute(
      'invoice_stands',
      of((tx, row) => living(tx, row.payment_id)),
    );
    this.registry.contribute('invoice_in_use', of(inUse));
    this.registry.contribute<InvoiceGiven>(
      'reason_not_lawful',
      of(async (tx, { contract_id }, { ground }) => notLawful(tx, await moneyOf(tx.manager, contract_id), ground)),
      invoiceLifecycle.name,
    );
  }

  submit(principal: Principal, contractId: string, dto: NewInvoiceDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = mustBeHere(await lockContract(tx, contractId, undefined));
      if (!holdsIn(principal, 'invoice.submit', [contract.supplier_id])) throw new Problem('not_permitted');
      const [payment] = await tx.query(
        `SELECT FROM payment WHERE id = $1 AND contract_id = $2 AND NOT dropped AND state <> 'cancelled'`,
        [dto.payment, contract.id],
      );
      if (!payment)
        throw invalid('/payment', 'not_found', { en: 'No instalment of this contract', zh: '不是本合同的付款期次' });
      await mustHaveBeenIssued(tx, dto.issuedOn);
      const number = dto.number.trim();
      const taken = await numberTaken(tx, contract.supplier_id, number);
      if (taken) throw new Problem('invoice_used', taken);
      const stands = await living(tx, dto.payment);
      if (stands) throw new Problem('invoice_stands', stands);
      const [made] = await tx.query<{ id: string }>(
        `INSERT INTO invoice (dataset, contract_id, payment_id, supplier_id, number, amount, issued_on, received_at, submitted_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
        [
          contract.dataset,
          contract.id,
          dto.payment,
          contract.supplier_id,
          number,
          parseYuan(dto.amount).toString(),
          dto.issuedOn,
          await tx.now(),
          principal.id,
        ],
      );
      const id = made?.id ?? '';
      await this.documents.refer(tx, scopeOf(principal), 'invoice', id, dto.documents ?? [], '/documents');
      await tx.record({
        ...toParties(contract),
        aggregate: 'invoice',
        id,
        action: 'submitted',
        to: 'submitted',
        data: { contract: contract.id, payment: dto.payment, number, amount: formatYuan(parseYuan(dto.amount)) },
      });
      return id;
    });
  }

  act(
    principal: Principal,
    contractId: string,
    id: string,
    version: number,
    action: string,
    given: InvoiceActionDto,
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const { contract, row: invoice } = await lockMoney<InvoiceRow>(tx, contractId, { table: 'invoice', id, version });
      // Each side by its own seat: the buyer judges, the agency sends.
      const held = new Set([
        ...[...heldIn(principal, [contract.buyer_id])].filter((p) => p !== 'invoice.submit'),
        ...[...heldIn(principal, [contract.supplier_id])].filter((p) => p === 'invoice.submit'),
      ]);
      const asked: InvoiceGiven = {
        ...(given.reason !== undefined && { reason: given.reason }),
        ...(given.ground !== undefined && { ground: given.ground }),
        ...(given.number !== undefined && { number: given.number.trim() }),
      };
      const transition = await this.registry.enter(tx, invoiceLifecycle, invoice, action, asked, held);
      const to = transition.to as InvoiceState;
      const sent = transition.action === 'submit';
      if (sent && given.issuedOn !== undefined) await mustHaveBeenIssued(tx, given.issuedOn);
      const now = await tx.now();
      await tx.query(
        `UPDATE invoice SET state = $2, number = coalesce($3, number), amount = coalesce($4, amount),
           issued_on = coalesce($5, issued_on), received_at = coalesce($6, received_at), decided_at = $7, reason = $8,
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [
          id,
          to,
          sent ? (asked.number ?? null) : null,
          sent && given.amount !== undefined ? parseYuan(given.amount).toString() : null,
          sent ? (given.issuedOn ?? null) : null,
          sent ? now : null,
          sent ? null : now,
          given.reason ?? null,
        ],
      );
      if (sent) await this.documents.refer(tx, scopeOf(principal), 'invoice', id, given.documents ?? [], '/documents');
      await tx.record({
        ...toParties(contract),
        aggregate: 'invoice',
        id,
        action: transition.action,
        from: invoice.state,
        to,
        reason: given.reason ?? null,
        data: {
          contract: contract.id,
          payment: invoice.payment_id,
          ...(given.ground !== undefined && { ground: given.ground }),
        },
      });
    });
  }
}

async function mustHaveBeenIssued(tx: Tx, on: string): Promise<void> {
  if (on > todayInShanghai(await tx.now()))
    throw invalid('/issuedOn', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
}

async function differs(tx: Tx, invoice: InvoiceRow): Promise<ProblemDetails | null> {
  const payable = await payableFor(tx, invoice.contract_id, invoice.payment_id);
  if (BigInt(invoice.amount) === payable) return null;
  return { facts: { invoiced: formatYuan(invoice.amount), payable: formatYuan(payable) } };
}

/** One after another for a supplier: its number is of one living invoice, whichever contract it is for. */
async function numberTaken(tx: Tx, supplier: string, number: string): Promise<ProblemDetails | null> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('invoice numbers of ' || $1::text, 0))`, [supplier]);
  const rows = await tx.query(
    `SELECT FROM invoice WHERE supplier_id = $1 AND number = $2 AND state IN ('submitted', 'accepted')`,
    [supplier, number],
  );
  return rows.length > 0 ? { facts: { number } } : null;
}

async function living(tx: Tx, payment: string): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ id: string; number: string; state: string }>(
    `SELECT id, number, state FROM invoice WHERE payment_id = $1 AND state IN ('submitted', 'accepted')`,
    [payment],
  );
  return row ? { facts: { invoice: row.id, number: row.number, state: row.state } } : null;
}

async function inUse(tx: Tx, { payment_id }: InvoiceRow): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ state: string }>(
    `SELECT state FROM payment WHERE id = $1 AND state NOT IN ('scheduled', 'cancelled')`,
    [payment_id],
  );
  return row ? { facts: { payment: row.state } } : null;
}
