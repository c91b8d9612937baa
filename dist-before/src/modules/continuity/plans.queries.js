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
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { isConcerned, mustBeConcerned } from '../implementation/concerned.js';
import { continuityPlanLifecycle } from './continuity-plan.lifecycle.js';
import { dueOf, isServed, lastDayOf, standingOf } from './continuity.sql.js';
const SELECT = `m.id, m.version, m.contract_id AS contract, m.no, ${standingOf('m', 'r')} AS state, m.proposed_on::text AS "proposedOn",
  ${dueOf('r')}::text AS "dueOn", ${lastDayOf('m', 'r')}::text AS "lapsesAfter", m.agreed_on::text AS "agreedOn",
  m.carried_out_on::text AS "carriedOutOn", m.decision_reason AS "decisionReason", r.buyer_id AS buyer,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('serviceLine', i.service_line_id, 'kind', i.kind, 'from', i.starts_on,
     'until', i.until, 'receiver', i.receiver_id, 'handsOver', i.hands_over, 'budgetLine', i.budget_line_id,
     'served', (SELECT count(*) FROM recipient p WHERE ${isServed('p', 'r', 'i.service_line_id')})) ORDER BY i.service_line_id), '[]')
   FROM continuity_plan_item i WHERE i.plan_id = m.id) AS items`;
const FROM = `FROM continuity_plan m JOIN contract r ON r.id = m.contract_id`;
/** Plans, for the parties of their contract, the communities of its lines and who watches over it. */
let PlansQueries = class PlansQueries {
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
        const page = keyset(query, order, 'DESC', sql);
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
};
PlansQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], PlansQueries);
export { PlansQueries };
const view = ({ buyer, ...row }, scope) => ({
    ...row,
    allowedActions: allowedActions(continuityPlanLifecycle, row.state, { permissions: heldIn(scope, [buyer]) }),
});
//# sourceMappingURL=plans.queries.js.map