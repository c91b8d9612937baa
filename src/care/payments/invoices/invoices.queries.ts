import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { documentIdsSql } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { formatYuan } from '../../../kernel/money/money.js';
import { CONTRACT_PARTIES, isInsider } from '../../../purchase/tenders/reads/tender-visibility.js';
import { InvoiceDto } from './invoice.dto.js';
import { invoiceSubject, permissionsOnInvoice } from './invoice.subject.js';
import { mustBeConcerned } from '../payments.queries.js';
import { toView } from '../../../kernel/http/view.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Invoice } from './invoice.entity.js';

interface InvoiceRow extends Omit<StoredRow<Invoice>, 'created_at' | 'updated_at' | 'submitted_by'> {
  buyer_id: string | null;
  documents: string[];
  signed_on: PartialDate | null;
}

const SELECT = `SELECT r.id, r.version, r.dataset, r.contract_id, r.payment_id, c.buyer_id, c.signed_on, r.supplier_id, r.number, r.amount::text,
  r.issued_on::text, r.state, r.received_at, r.decided_at, r.reason, ${documentIdsSql('invoice')}`;
const FROM = `FROM invoice r JOIN contract c ON c.id = r.contract_id`;

@Injectable()
export class InvoicesQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, contract: string, query: PageQuery, url: string): Promise<List<InvoiceDto>> {
    await mustBeConcerned(this.transactions, scope, contract);
    const sql = new Sql();
    sql.and(`r.contract_id = ${sql.p(contract)}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(InvoiceRow & { page_key: string })[]>(
      `${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => toInvoiceView(row, scope));
  }

  async one(scope: Scope, contract: string, id: string): Promise<InvoiceDto> {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(id)} AND r.contract_id = ${sql.p(contract)}`);
    sql.and(`r.contract_id IN (SELECT r.id FROM contract r WHERE ${isInsider(sql, scope, CONTRACT_PARTIES)})`);
    const [row] = await this.transactions.reader.query<InvoiceRow[]>(
      `${SELECT} ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return toInvoiceView(row, scope);
  }

  /** Documents of an invoice are read by the parties to its contract and who watches over them. */
  async filterVisible(scope: Scope, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    const mine = isInsider(sql, scope, CONTRACT_PARTIES);
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT i.id FROM invoice i JOIN contract r ON r.id = i.contract_id
       WHERE (${mine}) AND i.id = ANY (${sql.p(ids)}::uuid[])`,
      sql.params,
    );
    return rows.map(({ id }) => id);
  }
}

function toInvoiceView(row: InvoiceRow, scope: Scope): InvoiceDto {
  const permissions = permissionsOnInvoice(scope, { buyer: row.buyer_id, supplier: row.supplier_id });
  return toView(InvoiceDto, row, {
    contract: row.contract_id,
    payment: row.payment_id,
    amount: formatYuan(row.amount),
    // Of a day of which only the month is known, that month's first days are not before it.
    notices:
      row.signed_on !== null && row.issued_on < row.signed_on
        ? [{ code: 'issued_before_signing', signedOn: row.signed_on }]
        : [],
    allowedActions: linkAllowedActions(
      invoiceSubject,
      row.state,
      { id: row.contract_id, invoice: row.id },
      { permissions },
    ),
  });
}
