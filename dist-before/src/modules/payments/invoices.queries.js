var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { heldIn } from '../../platform/access/held.js';
import { scopeOf } from '../../platform/access/scope.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { documentsOf } from '../../platform/documents/document-references.js';
import { Problem } from '../../platform/errors/problem.js';
import { CREATION } from '../../platform/database/root-filters.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { formatYuan } from '../../platform/money/money.js';
import { CONTRACT_PARTIES, isInsider } from '../tenders/tender.visibility.js';
import { invoiceLifecycle } from './invoice.lifecycle.js';
import { mustBeConcerned } from './payments.queries.js';
const SELECT = `SELECT r.id, r.version, r.contract_id, r.payment_id, c.buyer_id, r.supplier_id, r.number, r.amount::text,
  r.issued_on::text, r.state, r.received_at, r.decided_at, r.reason, ${documentsOf('invoice')}`;
const FROM = `FROM invoice r JOIN contract c ON c.id = r.contract_id`;
let InvoicesQueries = class InvoicesQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(principal, contract, query, url) {
        await mustBeConcerned(this.transactions, scopeOf(principal), contract);
        const sql = new Sql();
        sql.and(`r.contract_id = ${sql.p(contract)}`);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => view(row, principal));
    }
    async one(principal, contract, id) {
        const [row] = await this.transactions.reader.query(`${SELECT} ${FROM} WHERE r.id = $1 AND r.contract_id = $2`, [id, contract]);
        if (!row)
            throw new Problem('not_found');
        return view(row, principal);
    }
    /** Documents of an invoice are read by the parties to its contract and who watches over them. */
    async seen(scope, ids) {
        const sql = new Sql();
        const mine = isInsider(sql, scope, CONTRACT_PARTIES);
        const rows = await this.transactions.reader.query(`SELECT i.id FROM invoice i JOIN contract r ON r.id = i.contract_id
       WHERE (${mine}) AND i.id = ANY (${sql.p(ids)}::uuid[])`, sql.params);
        return rows.map(({ id }) => id);
    }
};
InvoicesQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], InvoicesQueries);
export { InvoicesQueries };
function view(row, principal) {
    const held = new Set([
        ...[...heldIn(principal, [row.buyer_id])].filter((p) => p !== 'invoice.submit'),
        ...[...heldIn(principal, [row.supplier_id])].filter((p) => p === 'invoice.submit'),
    ]);
    return {
        id: row.id,
        version: row.version,
        contract: row.contract_id,
        payment: row.payment_id,
        number: row.number,
        amount: formatYuan(row.amount),
        issuedOn: row.issued_on,
        state: row.state,
        receivedAt: row.received_at.toISOString(),
        decidedAt: row.decided_at?.toISOString() ?? null,
        reason: row.reason,
        documents: row.documents,
        allowedActions: allowedActions(invoiceLifecycle, row.state, { permissions: held }),
    };
}
//# sourceMappingURL=invoices.queries.js.map