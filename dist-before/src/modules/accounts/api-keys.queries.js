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
import { isMine } from '../../platform/access/visible.js';
import { CREATION } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { ApiKeyDto } from './api-keys.dto.js';
/** The state as the clock has it. */
export const KEY_STATE = `CASE WHEN r.state = 'active' AND r.expires_at <= clock_timestamp() THEN 'expired' ELSE r.state END`;
const COLUMNS = `r.id, r.version, r.name, r.organisation_id, r.holder_id, r.scopes, ${KEY_STATE} AS state, r.hint,
  r.expires_at, r.rotated_at, r.created_at, r.updated_at`;
/** Keys of the caller's bodies; whoever manages accounts sees all, to revoke what should not be. */
export const visibleKeys = (scope) => (sql) => scope.everything || scope.permissions.has('user.manage')
    ? sql
    : sql.and(isMine(sql, scope, 'r.organisation_id'));
let ApiKeysQueries = class ApiKeysQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(query, url, scope, principal) {
        const sql = visibleKeys(scope)(new Sql())
            .when(query.state, (p) => `${KEY_STATE} = ${p}`)
            .when(query.organisation, (p) => `r.organisation_id = ${p}`)
            .when(query.updatedSince, (p) => `r.updated_at >= ${p}::timestamptz`);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${page.select} FROM api_key r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => ApiKeyDto.of(row, principal));
    }
    async one(id, scope) {
        const sql = visibleKeys(scope)(new Sql());
        sql.and(`r.id = ${sql.p(id)}`);
        const [row] = await this.transactions.reader.query(`SELECT ${COLUMNS} FROM api_key r WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return row;
    }
};
ApiKeysQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], ApiKeysQueries);
export { ApiKeysQueries };
//# sourceMappingURL=api-keys.queries.js.map