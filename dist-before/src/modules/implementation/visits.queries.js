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
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { isConcerned, mustBeConcerned, seenUnder } from './concerned.js';
import { visitFindingLifecycle, visitLifecycle } from './visit.lifecycle.js';
const SELECT = `m.id, m.version, m.contract_id AS contract, m.body_id AS body, m.planned_on::text AS "plannedOn", m.purpose, m.state,
  m.visited_on::text AS "visitedOn", m.summary, m.decision_reason AS "decisionReason", r.supplier_id AS supplier,
  (SELECT coalesce(jsonb_agg(d.document_id ORDER BY d.document_id), '[]') FROM document_reference d
   WHERE d.root_id = m.id AND d.root_type = 'visit') AS documents,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'version', f.version, 'visit', f.visit_id, 'no', f.no, 'text', f.text,
     'answerBy', f.answer_by, 'state', f.state, 'answer', f.answer, 'decisionReason', f.decision_reason) ORDER BY f.no), '[]')
   FROM visit_finding f WHERE f.visit_id = m.id) AS findings`;
const FROM = `FROM visit m JOIN contract r ON r.id = m.contract_id`;
/** Visits, for the parties of their contract, the communities of its lines and who watches over it. */
let VisitsQueries = class VisitsQueries {
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
            { column: 'm.planned_on', type: 'date' },
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
    async finding(scope, contract, visit, id) {
        const { findings } = await this.one(scope, contract, visit);
        const found = findings.find((finding) => finding.id === id.toLowerCase());
        if (!found)
            throw new Problem('not_found');
        return found;
    }
    seen(scope, ids) {
        return seenUnder(this.transactions.reader, 'visit', scope, ids);
    }
};
VisitsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], VisitsQueries);
export { VisitsQueries };
function view({ supplier, findings, ...row }, scope) {
    const held = {
        permissions: new Set([
            ...(bodiesWith(scope, 'visit.make').includes(row.body) ? ['visit.make'] : []),
            ...(bodiesWith(scope, 'contract.deliver').includes(supplier) ? ['contract.deliver'] : []),
        ]),
    };
    return {
        ...row,
        findings: findings.map((each) => ({
            ...each,
            allowedActions: allowedActions(visitFindingLifecycle, each.state, held),
        })),
        allowedActions: allowedActions(visitLifecycle, row.state, held),
    };
}
//# sourceMappingURL=visits.queries.js.map