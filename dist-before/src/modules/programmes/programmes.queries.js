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
import { isMine, isSupervised, isWithin } from '../../platform/access/visible.js';
import { externalIdsOf } from '../../platform/database/external-ids.js';
import { CREATION, rootFilters } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { formatYuanOrNull } from '../../platform/money/money.js';
import { BudgetLinesQueries } from './budget-lines.queries.js';
import { gradesForProgramme } from './earlier-grades.js';
import { programmeLifecycle } from './programme.lifecycle.js';
const COLUMNS = `r.*, b.name AS buyer_name,
  (SELECT sum(l.amount) FROM budget_line l WHERE l.programme_id = r.id) AS budget, ${externalIdsOf('programme')}`;
const FROM = `programme r JOIN organisation b ON b.id = r.buyer_id`;
const view = (row) => ({
    id: row.id,
    version: row.version,
    dataset: row.dataset,
    buyer: row.buyer_id,
    buyerName: row.buyer_name,
    name: row.name,
    year: row.year,
    region: row.region,
    budgetLevel: row.budget_level,
    budget: formatYuanOrNull(row.budget),
    currency: 'CNY',
    calendar: row.calendar,
    state: row.state,
    approvedAt: row.approved_at?.toISOString() ?? null,
    source: row.source,
    externalIds: row.external_ids,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
});
/** The bureau's own, and those of the regions the caller watches over. */
export function visibleProgramme(sql, scope) {
    if (scope.everything)
        return sql;
    return sql.and(`${isMine(sql, scope, 'r.buyer_id')} OR ${isSupervised(sql, scope, 'r.region')} OR EXISTS (
    SELECT FROM organisation o WHERE o.id = r.buyer_id AND ${isSupervised(sql, scope, 'o.region')})`);
}
let ProgrammesQueries = class ProgrammesQueries {
    transactions;
    lines;
    constructor(transactions, lines) {
        this.transactions = transactions;
        this.lines = lines;
    }
    async list(scope, query, url) {
        const sql = visibleProgramme(rootFilters(new Sql(), 'programme', query), scope);
        sql.when(query.year, (p) => `r.year = ${p}`);
        sql.when(query.state, (p) => `r.state = ${p}`);
        sql.when(query.buyer, (p) => `r.buyer_id = ${p}`);
        if (query.region)
            sql.and(isWithin(sql, 'r.region', query.region));
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${page.select} FROM ${FROM} WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, view);
    }
    async one(scope, id, lang) {
        const sql = new Sql();
        visibleProgramme(sql.and(`r.id = ${sql.p(id)}`), scope);
        const [row] = await this.transactions.reader.query(`SELECT ${COLUMNS} FROM ${FROM} WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return {
            ...view(row),
            ...(await this.lines.ofProgramme(row.id, row.version)),
            earlierGrades: await gradesForProgramme(this.transactions.reader, row.id, lang),
            allowedActions: allowedActions(programmeLifecycle, row.state, { permissions: heldIn(scope, [row.buyer_id]) }),
        };
    }
    /** The version of a programme the caller may see; 404 otherwise. */
    async version(scope, id) {
        const sql = new Sql();
        visibleProgramme(sql.and(`r.id = ${sql.p(id)}`), scope);
        const [row] = await this.transactions.reader.query(`SELECT r.version FROM programme r WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return row.version;
    }
};
ProgrammesQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        BudgetLinesQueries])
], ProgrammesQueries);
export { ProgrammesQueries };
//# sourceMappingURL=programmes.queries.js.map