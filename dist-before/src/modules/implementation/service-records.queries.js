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
import { CONTRACT_PARTIES, isInsider } from '../tenders/tender.visibility.js';
import { STANDS } from './counted.sql.js';
import { numberOf } from './recipient.rules.js';
const SELECT = `s.id, s.contract_id AS contract, s.client_token AS "clientToken", s.served_on::text AS "servedOn", s.form,
  s.content_code AS content, s.minutes, s.workers, s.participants, s.within_contract AS "withinContract", s.note,
  s.recorded_at AS "recordedAt", s.recorded_by AS "recordedBy", s.corrects, s.reason, s.withdrawn,
  (SELECT n.id FROM service_record n WHERE n.corrects = s.id) AS "correctedBy",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'no', p.no) ORDER BY p.no, p.id), '[]')
   FROM service_record_recipient x JOIN recipient p ON p.id = x.recipient_id WHERE x.record_id = s.id) AS recipients`;
const view = ({ recordedAt, recipients, ...row }) => ({
    ...row,
    recordedAt: recordedAt.toISOString(),
    recipients: recipients.map(({ id, no }) => ({ id, number: numberOf(no) })),
});
/** Records of service, for the two parties of their contract and who watches over them. */
let ServiceRecordsQueries = class ServiceRecordsQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(scope, contract, query, url) {
        await this.mustBeConcerned(scope, contract);
        const sql = new Sql();
        sql.and(`s.contract_id = ${sql.p(contract)}`);
        if (query.superseded !== 1)
            sql.and(STANDS);
        sql.when(query.from, (p) => `s.served_on >= ${p}::date`);
        sql.when(query.to, (p) => `s.served_on <= ${p}::date`);
        sql.when(query.form, (p) => `s.form = ${p}`);
        sql.when(query.recipient, (p) => `s.id IN (SELECT record_id FROM service_record_recipient WHERE recipient_id = ${p})`);
        const order = [
            { column: 's.served_on', type: 'date' },
            { column: 's.id', type: 'uuid' },
        ];
        const page = keyset(query, order, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${SELECT}, ${page.select} FROM service_record s WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, ({ page_key: _, ...row }) => view(row));
    }
    async one(contract, id) {
        const [row] = await this.transactions.reader.query(`SELECT ${SELECT} FROM service_record s WHERE s.id = $1 AND s.contract_id = $2`, [id, contract]);
        if (!row)
            throw new Problem('not_found');
        return view(row);
    }
    /** What was done for whom is not public, published as its contract may be. */
    async mustBeConcerned(scope, contract) {
        const sql = new Sql();
        sql.and(`r.id = ${sql.p(contract)}`).and(isInsider(sql, scope, CONTRACT_PARTIES));
        const rows = await this.transactions.reader.query(`SELECT FROM contract r WHERE ${sql.where}`, sql.params);
        if (rows.length === 0)
            throw new Problem('not_found');
    }
};
ServiceRecordsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], ServiceRecordsQueries);
export { ServiceRecordsQueries };
//# sourceMappingURL=service-records.queries.js.map