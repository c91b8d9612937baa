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
import { CREATION } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { normalizeCreditCode } from '../../platform/identity/credit-code.js';
import { RegistrationDto } from './registration-view.dto.js';
export const REGISTRATION_COLUMNS = `r.id, r.version, r.state, r.agency_name, r.credit_code, r.region, r.contact_name,
  r.phone_masked, r.login, r.note, r.organisation_id, r.user_id, r.reason, r.decided_at, r.decided_by, r.created_at,
  r.updated_at,
  ARRAY(SELECT o.id FROM registration o WHERE o.credit_code = r.credit_code AND o.state = 'received' AND o.id <> r.id
        ORDER BY o.created_at, o.id) AS competing`;
/** Whoever decides them sees all; nobody else sees any. */
export const visibleRegistrations = (scope) => (sql) => scope.everything || scope.permissions.has('registration.decide') ? sql : sql.and('false');
let RegistrationsQueries = class RegistrationsQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(query, url, scope, principal) {
        const sql = visibleRegistrations(scope)(new Sql())
            .when(query.state, (p) => `r.state = ${p}`)
            .when(query.creditCode && normalizeCreditCode(query.creditCode), (p) => `r.credit_code = ${p}`)
            .when(query.updatedSince, (p) => `r.updated_at >= ${p}::timestamptz`);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${REGISTRATION_COLUMNS}, ${page.select} FROM registration r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => RegistrationDto.from(row, principal));
    }
    async one(id, scope) {
        const sql = visibleRegistrations(scope)(new Sql());
        sql.and(`r.id = ${sql.p(id)}`);
        const [row] = await this.transactions.reader.query(`SELECT ${REGISTRATION_COLUMNS} FROM registration r WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return row;
    }
};
RegistrationsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], RegistrationsQueries);
export { RegistrationsQueries };
//# sourceMappingURL=registrations.queries.js.map