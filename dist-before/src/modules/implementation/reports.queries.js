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
import { differences } from '../contracts/conducted/amendment.rules.js';
import { heldUnder, isConcerned, mustBeConcerned } from './concerned.js';
import { progressReportLifecycle } from './progress-report.lifecycle.js';
const SELECT = `m.id, m.version, m.contract_id AS contract, m.period_from::text AS "from", m.period_to::text AS "to", m.no, m.adjusts,
  m.adjustment_reason AS "adjustmentReason", m.state, m.text, m.figures, m.figures_as_of AS "asOf",
  m.records_hash AS "recordsHash", m.submitted_at AS "submittedAt", m.decided_at AS "decidedAt",
  m.decision_reason AS "decisionReason", m.state = 'approved' AND NOT EXISTS (
    SELECT FROM progress_report n WHERE n.adjusts = m.id AND n.state = 'approved') AS "inForce",
  CASE WHEN a.id IS NOT NULL THEN jsonb_build_object('text', a.text, 'figures', a.figures) END AS adjusted,
  r.buyer_id AS buyer, r.supplier_id AS supplier`;
const FROM = `FROM progress_report m JOIN contract r ON r.id = m.contract_id LEFT JOIN progress_report a ON a.id = m.adjusts`;
/** Progress reports, for the parties of their contract, the communities of its lines and who watches over it. */
let ReportsQueries = class ReportsQueries {
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
            { column: 'm.period_from', type: 'date' },
            { column: 'm.no', type: 'integer' },
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
};
ReportsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], ReportsQueries);
export { ReportsQueries };
const view = ({ buyer, supplier, adjusted, asOf, submittedAt, decidedAt, ...row }, scope) => ({
    ...row,
    difference: adjusted && differences(adjusted, { text: row.text, figures: row.figures }),
    asOf: asOf.toISOString(),
    submittedAt: submittedAt?.toISOString() ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
    allowedActions: allowedActions(progressReportLifecycle, row.state, {
        permissions: heldUnder(scope, { buyer, supplier }),
    }),
});
//# sourceMappingURL=reports.queries.js.map