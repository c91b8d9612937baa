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
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { SEATS_OF_USER } from './users.queries.js';
let MeQueries = class MeQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async me(principal) {
        const statement = principal.kind === 'api_key'
            ? `SELECT k.name, jsonb_build_array(jsonb_build_object('organisation', o.id, 'organisationName', o.name,
             'role', 'integrator', 'region', o.region)) AS seats
           FROM api_key k JOIN organisation o ON o.id = k.organisation_id WHERE k.id = $1`
            : `SELECT u.name, ${SEATS_OF_USER} AS seats FROM app_user u WHERE u.id = $1`;
        const [row] = await this.transactions.reader.query(statement, [principal.id]);
        if (!row || principal.id === null)
            throw new Problem('not_found');
        return {
            kind: principal.kind,
            id: principal.id,
            login: principal.login ?? null,
            name: row.name,
            seats: row.seats,
            permissions: [...principal.permissions].sort(),
        };
    }
};
MeQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], MeQueries);
export { MeQueries };
//# sourceMappingURL=me.queries.js.map