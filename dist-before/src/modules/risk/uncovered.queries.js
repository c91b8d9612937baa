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
import { bodiesWith } from '../../platform/access/held.js';
import { scopeFor, scopeOf } from '../../platform/access/scope.js';
import { isMine, isSupervised } from '../../platform/access/visible.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { RecipientNames } from '../implementation/recipient-names.js';
import { numberOf } from '../implementation/recipient.rules.js';
import { CoverageService } from './coverage.service.js';
import { isFew } from './line-insiders.js';
import { uncoveredIn } from './uncovered.rules.js';
const MOST = 1000;
/** Who is left alone in a month: how many for everybody, who for those whose recipients they are, by name for who serves them. */
let UncoveredQueries = class UncoveredQueries {
    transactions;
    coverage;
    names;
    constructor(transactions, coverage, names) {
        this.transactions = transactions;
        this.coverage = coverage;
        this.names = names;
    }
    async of(principal, line, month) {
        const { facts, register, concerned, visible, today } = await this.coverage.known(scopeOf(principal), line);
        const { servedLast, ...found } = uncoveredIn(facts, register, month, today);
        const suppressed = !concerned && isFew(found.recipientsAffected);
        const rows = concerned ? await this.rows(principal, line, servedLast) : [];
        const [first] = rows;
        return {
            serviceLine: line,
            dataset: facts.dataset,
            ...found,
            recipientsAffected: suppressed ? null : found.recipientsAffected,
            suppressed,
            recipients: concerned ? rows.map((row) => this.view(row, principal)) : null,
            recipientsLeftOut: first === undefined ? 0 : first.total - rows.length,
            excluded: found.excluded.map((one) => ({ ...one, contract: visible.has(one.contract) ? one.contract : null })),
        };
    }
    /** Those on the register on one of the days that the caller's bodies serve, buy for or watch over. */
    async rows(principal, line, days) {
        if (days.length === 0)
            return [];
        const sql = new Sql();
        const reading = scopeFor(principal, 'contract.read');
        sql
            .and(`r.service_line_id = ${sql.p(line)}`)
            .and(`EXISTS (SELECT FROM unnest(${sql.p(days)}::date[]) AS d (day) WHERE r.since <= d.day AND coalesce(r.until, 'infinity') >= d.day)`)
            .and(`r.holder_id = ANY (${sql.p(bodiesWith(principal, 'service.record'))}::uuid[]) OR ${isMine(sql, reading, 'c.buyer_id')}
         OR ${isSupervised(sql, reading, 'c.region')} OR ${isSupervised(sql, reading, 'b.region')}`);
        return this.transactions.reader.query(`SELECT r.id, r.no, r.holder_id, r.contract_id, r.community_id, r.name, r.since::text AS since, r.until::text AS until,
         count(*) OVER ()::int AS total
       FROM recipient r JOIN contract c ON c.id = r.contract_id LEFT JOIN organisation b ON b.id = c.buyer_id
       WHERE ${sql.where} ORDER BY r.no LIMIT ${MOST}`, sql.params);
    }
    view(row, principal) {
        const holds = bodiesWith(principal, 'service.record').includes(row.holder_id);
        return {
            id: row.id,
            number: numberOf(row.no),
            displayName: holds ? this.names.read(row.id, row.name) : null,
            community: row.community_id,
            servedBy: row.holder_id,
            contract: row.contract_id,
            since: row.since,
            until: row.until,
        };
    }
};
UncoveredQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        CoverageService,
        RecipientNames])
], UncoveredQueries);
export { UncoveredQueries };
//# sourceMappingURL=uncovered.queries.js.map