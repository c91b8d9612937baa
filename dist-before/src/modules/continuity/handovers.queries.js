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
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { numberOf } from '../implementation/recipient.rules.js';
import { handoverLifecycle } from './handover.lifecycle.js';
import { heldWith, isShown } from './handover-root.js';
const SELECT = `h.id, h.version, h.contract_id AS contract, h.service_line_id AS "serviceLine", h.from_id AS "from",
  h.receiver_id AS receiver, h.to_contract_id AS "toContract", h.state, h.recipients, h.recipients_hash AS "recipientsHash",
  (SELECT count(*)::int FROM handover_recipient n WHERE n.handover_id = h.id
     AND (n.consent_on IS NOT NULL OR n.legal_basis IS NOT NULL)) AS named,
  h.acknowledged_on::text AS "acknowledgedOn", h.decision_reason AS "decisionReason", r.buyer_id AS buyer`;
const FROM = `FROM handover h JOIN contract r ON r.id = h.contract_id`;
/** Handovers, for the parties of their contract, who is to take the recipients over, and who watches over the buyer. */
let HandoversQueries = class HandoversQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(scope, query, url) {
        const sql = new Sql();
        sql.and(isShown(sql, scope));
        sql.when(query.contract, (p) => `h.contract_id = ${p}`);
        const order = [
            { column: 'h.created_at', type: 'timestamptz' },
            { column: 'h.id', type: 'uuid' },
        ];
        const page = keyset(query, order, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, ({ page_key: _, ...row }) => view(row, scope));
    }
    async one(scope, id) {
        const sql = new Sql();
        sql.and(`h.id = ${sql.p(id)}`).and(isShown(sql, scope));
        const [row] = await this.transactions.reader.query(`SELECT ${SELECT} ${FROM} WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return view(row, scope);
    }
    /** Who is offered, by number. */
    async recipients(scope, id, query, url) {
        await this.one(scope, id);
        const sql = new Sql();
        sql.and(`n.handover_id = ${sql.p(id)}`);
        const order = [
            { column: 'p.no', type: 'integer' },
            { column: 'p.id', type: 'uuid' },
        ];
        const page = keyset(query, order, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT p.id AS recipient, p.no, p.community_id AS community, n.consent_on::text AS "consentOn", n.legal_basis AS "legalBasis",
         ${page.select} FROM handover_recipient n JOIN recipient p ON p.id = n.recipient_id WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, ({ page_key: _, no, ...row }) => ({
            ...row,
            number: numberOf(no),
            name: row.consentOn !== null ? 'consent' : row.legalBasis !== null ? 'legal_basis' : null,
        }));
    }
};
HandoversQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], HandoversQueries);
export { HandoversQueries };
const view = ({ buyer, ...row }, scope) => ({
    ...row,
    allowedActions: allowedActions(handoverLifecycle, row.state, {
        permissions: heldWith(scope, { buyer, receiver: row.receiver }),
    }),
});
//# sourceMappingURL=handovers.queries.js.map