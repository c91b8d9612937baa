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
import { isMine } from '../../platform/access/visible.js';
import { CREATION } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { evaluationSchemeLifecycle } from './evaluation.lifecycle.js';
import { shareOf } from './scheme.rules.js';
/**
 * A draft is its body's own. What was activated is read by everybody who reads contracts: who is evaluated knows by what,
 * before it happens.
 */
export function visibleScheme(sql, scope) {
    if (scope.everything)
        return sql;
    return sql.and(`r.activated_at IS NOT NULL OR ${isMine(sql, scope, 'r.owner_id')}`);
}
export const keptScheme = (sql, scope) => scope.everything ? sql : sql.and(isMine(sql, scope, 'r.owner_id'));
const viewFor = (scope) => (row) => ({
    id: row.id,
    version: row.version,
    dataset: row.dataset,
    owner: row.owner_id,
    series: row.series_id,
    no: row.no,
    name: row.name,
    category: row.category,
    template: row.template,
    dimensions: row.dimensions,
    shares: {
        indicators: shareOf(row.dimensions, ({ channel }) => channel === 'indicators'),
        thirdParty: shareOf(row.dimensions, ({ channel }) => channel === 'third_party'),
        residents: shareOf(row.dimensions, ({ channel }) => channel === 'residents'),
        outcome: shareOf(row.dimensions, ({ kind }) => kind === 'outcome'),
    },
    state: row.state,
    activatedAt: row.activated_at?.toISOString() ?? null,
    retiredAt: row.retired_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    allowedActions: allowedActions(evaluationSchemeLifecycle, row.state, {
        permissions: heldIn(scope, [row.owner_id]),
    }),
});
let SchemesQueries = class SchemesQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(scope, query, url) {
        const sql = visibleScheme(new Sql(), scope);
        sql.when(query.state, (p) => `r.state = ${p}`);
        sql.when(query.category, (p) => `r.category = ${p}`);
        sql.when(query.series, (p) => `r.series_id = ${p}`);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT r.*, ${page.select} FROM evaluation_scheme r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, viewFor(scope));
    }
    async one(scope, id) {
        const sql = new Sql();
        visibleScheme(sql.and(`r.id = ${sql.p(id)}`), scope);
        const [row] = await this.transactions.reader.query(`SELECT r.* FROM evaluation_scheme r WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return viewFor(scope)(row);
    }
};
SchemesQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], SchemesQueries);
export { SchemesQueries };
//# sourceMappingURL=schemes.queries.js.map