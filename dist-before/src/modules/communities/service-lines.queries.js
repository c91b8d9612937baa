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
import { documentsOf } from '../../platform/documents/document-references.js';
import { keyset } from '../../platform/http/list.js';
import { ServiceLineDto } from './service-line-view.dto.js';
/** What was recorded ends when its last day is over, whether or not anything has touched its row since. */
const STATE = `CASE WHEN r.until < business_today() THEN 'ended' ELSE r.state END`;
const COLUMNS = `r.id, r.version, r.dataset, r.name, r.category, r.target_group, r.region, r.responsible_id,
  r.since::text, r.until::text, r.known_until::text, r.assumption, r.created_at, r.updated_at, ${STATE} AS state,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) ORDER BY c.name, c.id), '[]')
   FROM service_line_community l JOIN community c ON c.id = l.community_id
   WHERE l.service_line_id = r.id) AS communities,
  CASE WHEN r.end_proposed_on IS NOT NULL THEN jsonb_build_object('on', r.end_on, 'reason', r.end_reason,
    'proposedOn', r.end_proposed_on, 'decidedOn', r.end_decided_on, 'decision', r.end_decision,
    'runningContracts', (SELECT count(*) FROM contract_service_line x JOIN contract c ON c.id = x.contract_id
       WHERE x.service_line_id = r.id AND c.state IN ('signed', 'active', 'halted'))) END AS "end",
  ${externalIdsOf('service_line')}`;
const OPINION = `r.id, r.service_line_id AS "serviceLine", r.form, r.held_on::text AS "heldOn", r.heard, r.agreed, r.summary,
  r.recorded_at AS "recordedAt", ${documentsOf('service_line_opinion')}`;
const opinionView = ({ recordedAt, ...row }) => ({
    ...row,
    recordedAt: recordedAt.toISOString(),
});
/** One line as it stands. */
export async function serviceLineRow(manager, id) {
    const [row] = await manager.query(`SELECT ${COLUMNS} FROM service_line r WHERE r.id = $1`, [id]);
    if (!row)
        throw new Problem('not_found');
    return row;
}
/** The body that answers for it and the committees of its communities hear of a change; everybody may. */
export async function changeOfLine(tx, line) {
    const committees = await tx.query(`SELECT DISTINCT c.committee_id AS id FROM service_line_community l JOIN community c ON c.id = l.community_id
     WHERE l.service_line_id = $1 AND c.committee_id IS NOT NULL`, [line.id]);
    return {
        aggregate: 'service_line',
        id: line.id,
        dataset: line.dataset,
        region: line.region,
        tenants: [...(line.responsible_id === null ? [] : [line.responsible_id]), ...committees.map((c) => c.id)],
        public: true,
    };
}
/** Service lines are public. */
let ServiceLinesQueries = class ServiceLinesQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(scope, query, url) {
        const sql = rootFilters(new Sql(), 'service_line', query);
        sql.when(query.category, (p) => `r.category = ${p}`);
        sql.when(query.targetGroup, (p) => `r.target_group = ${p}`);
        sql.when(query.state, (p) => `${STATE} = ${p}`);
        sql.when(query.community, (p) => `EXISTS (SELECT FROM service_line_community l WHERE l.service_line_id = r.id AND l.community_id = ${p})`);
        if (query.region)
            sql.and(`${isWithin(sql, 'r.region', query.region)} OR EXISTS (
        SELECT FROM service_line_community l JOIN community c ON c.id = l.community_id
        WHERE l.service_line_id = r.id AND ${isWithin(sql, 'c.region', query.region)})`);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${page.select} FROM service_line r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => ServiceLineDto.of(row, scope));
    }
    async one(scope, id) {
        return ServiceLineDto.of(await serviceLineRow(this.transactions.reader, id), scope);
    }
    /** What its residents said, by day. Their sheets are for those who may read them. */
    async opinions(id, query, url) {
        await serviceLineRow(this.transactions.reader, id);
        const sql = new Sql();
        sql.and(`r.service_line_id = ${sql.p(id)}`);
        const order = [
            { column: 'r.held_on', type: 'date' },
            { column: 'r.id', type: 'uuid' },
        ];
        const page = keyset(query, order, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${OPINION}, ${page.select} FROM service_line_opinion r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, ({ page_key: _, ...row }) => opinionView(row));
    }
    async opinion(line, id) {
        const [row] = await this.transactions.reader.query(`SELECT ${OPINION} FROM service_line_opinion r WHERE r.id = $1 AND r.service_line_id = $2`, [id, line]);
        if (!row)
            throw new Problem('not_found');
        return opinionView(row);
    }
};
ServiceLinesQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], ServiceLinesQueries);
export { ServiceLinesQueries };
//# sourceMappingURL=service-lines.queries.js.map