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
import { isWithin } from '../../platform/access/visible.js';
import { externalIdsOf } from '../../platform/database/external-ids.js';
import { CREATION, rootFilters } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
const view = (row) => ({
    id: row.id,
    version: row.version,
    dataset: row.dataset,
    name: row.name,
    region: row.region,
    kind: row.kind,
    households: row.households,
    residents60: row.residents_60,
    children: row.children,
    disabled: row.disabled,
    committee: row.committee_id,
    owner: row.owner_id,
    externalIds: row.external_ids,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
});
const COLUMNS = `r.*, ${externalIdsOf('community')}`;
/** Communities are public. */
let CommunitiesQueries = class CommunitiesQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(query, url) {
        const sql = rootFilters(new Sql(), 'community', query);
        sql.when(query.kind, (p) => `r.kind = ${p}`);
        if (query.region)
            sql.and(isWithin(sql, 'r.region', query.region));
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${page.select} FROM community r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, view);
    }
    async one(id) {
        const [row] = await this.transactions.reader.query(`SELECT ${COLUMNS} FROM community r WHERE r.id = $1`, [id]);
        if (!row)
            throw new Problem('not_found');
        return view(row);
    }
};
CommunitiesQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], CommunitiesQueries);
export { CommunitiesQueries };
//# sourceMappingURL=communities.queries.js.map