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
import { scopeOf } from '../../platform/access/scope.js';
import { CREATION } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { budgetExtensionLifecycle } from './budget-extension.lifecycle.js';
import { heldOver } from './budget-extensions.service.js';
import { visibleProgramme } from './programmes.queries.js';
const SELECT = `SELECT r.id, r.version, r.budget_line_id, r.use_by, r.until::text AS until, r.reason, r.state, r.requested_at,
  r.decided_at, r.decision_reason`;
let BudgetExtensionsQueries = class BudgetExtensionsQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(principal, { programme, line }, query, url) {
        const seen = await this.programme(principal, programme, line);
        const sql = new Sql();
        sql.and(`r.budget_line_id = ${sql.p(line)}`);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`${SELECT}, ${page.select} FROM budget_extension r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => view(row, principal, seen));
    }
    async one(principal, { programme, line, id }) {
        const seen = await this.programme(principal, programme, line);
        const [row] = await this.transactions.reader.query(`${SELECT} FROM budget_extension r WHERE r.id = $1 AND r.budget_line_id = $2`, [id, line]);
        if (!row)
            throw new Problem('not_found');
        return view(row, principal, seen);
    }
    async programme(principal, id, line) {
        const sql = new Sql();
        visibleProgramme(sql.and(`r.id = ${sql.p(id)}`), scopeOf(principal));
        sql.and(`EXISTS (SELECT FROM budget_line l WHERE l.id = ${sql.p(line)} AND l.programme_id = r.id)`);
        const [row] = await this.transactions.reader.query(`SELECT r.buyer_id, r.region, (SELECT o.region FROM organisation o WHERE o.id = r.buyer_id) AS buyer_region
       FROM programme r WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return row;
    }
};
BudgetExtensionsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], BudgetExtensionsQueries);
export { BudgetExtensionsQueries };
const view = (row, principal, programme) => ({
    id: row.id,
    version: row.version,
    budgetLine: row.budget_line_id,
    useBy: row.use_by,
    until: row.until,
    reason: row.reason,
    state: row.state,
    requestedAt: row.requested_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    decisionReason: row.decision_reason,
    allowedActions: allowedActions(budgetExtensionLifecycle, row.state, { permissions: heldOver(principal, programme) }),
});
//# sourceMappingURL=budget-extensions.queries.js.map