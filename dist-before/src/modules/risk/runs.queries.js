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
const NEWEST = [
    { column: 'r.created_at', type: 'timestamptz' },
    { column: 'r.id', type: 'uuid' },
];
const COLUMNS = 'r.id, r.dataset, r.state, r.requested_at, r.finished_at, r.subjects, r.changed';
let RunsQueries = class RunsQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(query, url) {
        const sql = new Sql();
        const page = keyset(query, NEWEST, 'DESC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${page.select} FROM risk_run r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, view);
    }
    async one(id) {
        const [row] = await this.transactions.reader.query(`SELECT ${COLUMNS}, '' AS page_key FROM risk_run r WHERE r.id = $1`, [id]);
        if (!row)
            throw new Problem('not_found');
        return view(row);
    }
};
RunsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], RunsQueries);
export { RunsQueries };
const view = (row) => ({
    id: row.id,
    dataset: row.dataset,
    state: row.state,
    requestedAt: row.requested_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    subjects: row.subjects,
    changed: row.changed,
});
//# sourceMappingURL=runs.queries.js.map