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
import { heldUnder, isConcerned, mustBeConcerned, seenUnder } from './concerned.js';
import { milestoneLifecycle } from './milestone.lifecycle.js';
/** SQL: the state of milestone `m` of contract `r` as of now; a contract that does not run owes nothing meanwhile. */
export const STATE_NOW = `CASE WHEN m.state = 'scheduled' AND r.state = 'active' AND m.due_on < business_today() THEN 'missed' ELSE m.state END`;
const SELECT = `m.id, m.version, m.contract_id AS contract, m.no, m.name, m.due_on::text AS "dueOn", m.shown_by AS "shownBy", m.final,
  ${STATE_NOW} AS state, m.dropped, m.evidence, m.submitted_at AS "submittedAt", m.decided_at AS "decidedAt",
  m.decision_reason AS "decisionReason", r.buyer_id AS buyer, r.supplier_id AS supplier`;
const FROM = `FROM milestone m JOIN contract r ON r.id = m.contract_id`;
/** Milestones, for the parties of their contract, the communities of its lines and who watches over it. */
let MilestonesQueries = class MilestonesQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(scope, contract, query, url) {
        const { reader } = this.transactions;
        await mustBeConcerned(reader, scope, contract);
        const sql = new Sql();
        sql.and(`m.contract_id = ${sql.p(contract)}`);
        const order = [
            { column: 'm.no', type: 'integer' },
            { column: 'm.id', type: 'uuid' },
        ];
        const page = keyset(query, order, 'ASC', sql);
        const rows = await reader.query(`SELECT ${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, ({ page_key: _, ...row }) => view(row, scope));
    }
    async one(scope, contract, id) {
        const sql = new Sql();
        sql.and(`m.id = ${sql.p(id)} AND m.contract_id = ${sql.p(contract)}`).and(isConcerned(sql, scope));
        const [row] = await this.transactions.reader.query(`SELECT ${SELECT} ${FROM} WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return view(row, scope);
    }
    seen(scope, ids) {
        return seenUnder(this.transactions.reader, 'milestone', scope, ids);
    }
};
MilestonesQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], MilestonesQueries);
export { MilestonesQueries };
const view = ({ buyer, supplier, submittedAt, decidedAt, ...row }, scope) => ({
    ...row,
    submittedAt: submittedAt?.toISOString() ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
    allowedActions: allowedActions(milestoneLifecycle, row.state, { permissions: heldUnder(scope, { buyer, supplier }) }),
});
//# sourceMappingURL=milestones.queries.js.map