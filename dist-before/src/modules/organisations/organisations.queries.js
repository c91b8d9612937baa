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
import { isMine, isSupervised, isWithin } from '../../platform/access/visible.js';
import { externalIdsOf } from '../../platform/database/external-ids.js';
import { CREATION, rootFilters } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { OrganisationDetailDto, OrganisationDto, } from './organisation-view.dto.js';
const COLUMNS = `r.*, ${externalIdsOf('organisation')}`;
let OrganisationsQueries = class OrganisationsQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    /** The register of bodies is open to every signed-in caller. */
    async list(query, url) {
        const sql = rootFilters(new Sql(), 'organisation', query);
        sql.when(query.kind, (p) => `r.kind = ${p}`);
        sql.when(query.creditCode?.toUpperCase(), (p) => `r.credit_code = ${p}`);
        sql.when(query.name, (p) => `r.name = ${p}`);
        if (query.region)
            sql.and(isWithin(sql, 'r.region', query.region));
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${page.select} FROM organisation r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, OrganisationDto.of);
    }
    /**
     * What is registered of a body is for every signed-in caller. What stands behind it is not for its rivals: persons by
     * name are seen by the body itself, who keeps the register and the supervisors of its region; bodies by these and by
     * bureaus, who must know whom they buy from.
     */
    async one(scope, id) {
        const sql = new Sql();
        const seesPersons = `${isMine(sql, scope, 'r.id')} OR ${isSupervised(sql, scope, 'r.region')} OR ${sql.p(scope.everything || scope.permissions.has('organisation.manage'))}`;
        const seesBodies = `${seesPersons} OR ${sql.p(scope.permissions.has('organisation.relations'))}`;
        sql.and(`r.id = ${sql.p(id)}`);
        const [row] = await this.transactions.reader.query(`SELECT ${COLUMNS},
         CASE WHEN ${seesBodies} THEN
           (SELECT coalesce(jsonb_agg(jsonb_build_object('organisation', h.held_by, 'name', b.name, 'relation', h.relation)
                            ORDER BY h.relation, b.name, h.held_by), '[]')
            FROM organisation_holding h JOIN organisation b ON b.id = h.held_by
            WHERE h.organisation_id = r.id) END AS holdings,
         CASE WHEN ${seesPersons} THEN
           (SELECT coalesce(jsonb_agg(jsonb_build_object('relation', p.relation, 'name', p.name)
                            ORDER BY p.relation, p.name), '[]')
            FROM organisation_person p WHERE p.organisation_id = r.id) END AS persons
       FROM organisation r WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return OrganisationDetailDto.ofDetail(row);
    }
};
OrganisationsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], OrganisationsQueries);
export { OrganisationsQueries };
//# sourceMappingURL=organisations.queries.js.map