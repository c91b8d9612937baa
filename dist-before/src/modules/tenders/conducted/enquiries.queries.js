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
import { isMine } from '../../../platform/access/visible.js';
import { Sql } from '../../../platform/database/sql.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Problem } from '../../../platform/errors/problem.js';
import { isInsider, TENDER_PARTIES, visiblePurchase } from '../tender.visibility.js';
/** SQL: bids of the tender `r` were opened. Before it nobody learns who asked for the documents, or how many did. */
const IS_OPENED = `EXISTS (SELECT FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = r.id AND f.kind = 'opening'
  AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id))`;
/** Questions and requests as far as the caller may see them. A purchase has few, so neither list has pages. */
let EnquiriesQueries = class EnquiriesQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    /** Everybody: those that were answered. The tender's own bodies: those that wait too. A body: its own. */
    async clarifications(scope, tender) {
        const sql = await this.seen(scope, tender);
        const own = isMine(sql, scope, 'c.organisation_id');
        const insider = isInsider(sql, scope, TENDER_PARTIES);
        const rows = await this.transactions.reader.query(`SELECT c.id, c.question, c.asked_at, c.answer, c.answered_at, c.affects_preparation, ${own} AS own
       FROM clarification c JOIN tender r ON r.id = c.tender_id
       WHERE ${sql.where} AND (c.answer IS NOT NULL OR ${own} OR ${insider}) ORDER BY c.asked_at, c.id`, sql.params);
        return {
            items: rows.map((row) => ({
                id: row.id,
                question: row.question,
                askedAt: row.asked_at.toISOString(),
                answer: row.answer,
                answeredAt: row.answered_at?.toISOString() ?? null,
                affectsPreparation: row.affects_preparation,
                own: row.own,
            })),
            next: null,
        };
    }
    /** A body: its own. The tender's own bodies: all of them, once bids were opened. */
    async documentRequests(scope, tender) {
        const sql = await this.seen(scope, tender);
        const own = isMine(sql, scope, 'd.organisation_id');
        const insider = isInsider(sql, scope, TENDER_PARTIES);
        const rows = await this.transactions.reader.query(`SELECT d.id, d.organisation_id AS organisation, o.name, d.requested_at
       FROM document_request d JOIN tender r ON r.id = d.tender_id JOIN organisation o ON o.id = d.organisation_id
       WHERE ${sql.where} AND (${own} OR ((${insider}) AND ${IS_OPENED})) ORDER BY d.requested_at, d.id`, sql.params);
        return {
            items: rows.map(({ requested_at, ...row }) => ({ ...row, requestedAt: requested_at.toISOString() })),
            next: null,
        };
    }
    async seen(scope, tender) {
        const sql = new Sql();
        visiblePurchase(sql.and(`r.id = ${sql.p(tender)}`), scope, TENDER_PARTIES);
        const rows = await this.transactions.reader.query(`SELECT FROM tender r WHERE ${sql.where}`, sql.params);
        if (rows.length === 0)
            throw new Problem('not_found');
        return sql;
    }
};
EnquiriesQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], EnquiriesQueries);
export { EnquiriesQueries };
//# sourceMappingURL=enquiries.queries.js.map