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
import { UserDto } from './user-view.dto.js';
/** SQL of the seats of a user `u`, as JSON. */
export const SEATS_OF_USER = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('organisation', t.organisation_id, 'organisationName', o.name,
     'role', t.role, 'region', o.region) ORDER BY t.created_at, t.role, t.organisation_id), '[]')
   FROM seat t LEFT JOIN organisation o ON o.id = t.organisation_id WHERE t.user_id = u.id)`;
const COLUMNS = `u.id, u.version, u.login, u.name, u.state, u.password_hash IS NOT NULL AS password_set,
  (SELECT c.expires_at FROM setup_code c
   WHERE c.user_id = u.id AND c.used_at IS NULL AND c.expires_at > clock_timestamp()) AS setup_expires_at,
  ${SEATS_OF_USER} AS seats, u.created_at, u.updated_at`;
/** Whoever manages accounts sees all of them; nobody else sees any. */
export const visibleUsers = (scope) => (sql) => scope.everything || scope.permissions.has('user.manage') ? sql : sql.and('false');
let UsersQueries = class UsersQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(query, url, scope, principal) {
        const sql = visibleUsers(scope)(new Sql())
            .when(query.state, (p) => `u.state = ${p}`)
            .when(query.login, (p) => `lower(u.login) = lower(${p})`)
            .when(query.organisation, (p) => `EXISTS (SELECT FROM seat t WHERE t.user_id = u.id AND t.organisation_id = ${p})`)
            .when(query.role, (p) => `EXISTS (SELECT FROM seat t WHERE t.user_id = u.id AND t.role = ${p})`)
            .when(query.updatedSince, (p) => `u.updated_at >= ${p}::timestamptz`);
        const order = [
            { column: 'u.created_at', type: 'timestamptz' },
            { column: 'u.id', type: 'uuid' },
        ];
        const page = keyset(query, order, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${page.select} FROM app_user u WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => UserDto.of(row, principal));
    }
    async one(id, scope) {
        const sql = visibleUsers(scope)(new Sql());
        sql.and(`u.id = ${sql.p(id)}`);
        const [row] = await this.transactions.reader.query(`SELECT ${COLUMNS} FROM app_user u WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return row;
    }
};
UsersQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], UsersQueries);
export { UsersQueries };
//# sourceMappingURL=users.queries.js.map