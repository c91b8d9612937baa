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
import { CREATION } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { keyset } from '../../platform/http/list.js';
import { NoticeDto } from './notice-view.dto.js';
let NoticesQueries = class NoticesQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    /**
     * What was published, newest record last. Text is found by one- and two-character grams (an index) and then by the text
     * itself, so that a word of Chinese is found wherever it stands.
     */
    async list(query, url) {
        const sql = new Sql();
        sql.when(query.dataset, (p) => `r.dataset = ${p}`);
        sql.when(query.updatedSince, (p) => `r.updated_at >= ${p}::timestamptz`);
        byReference(sql, query.externalId);
        const q = query.q?.trim().replace(/\s+/g, ' ');
        if (q)
            sql.when(q, (p) => `grams(r.search_text) @> grams(${p}::text) AND strpos(lower(r.search_text), lower(${p}::text)) > 0`);
        sql.when(query.kind, (p) => `r.kind = ${p}`);
        sql.when(query.category, (p) => `r.category = ${p}`);
        sql.when(query.method, (p) => `r.method = ${p}`);
        if (query.region)
            sql.and(isWithin(sql, 'r.region', query.region));
        sql.when(query.deadlineAfter, (p) => `r.deadline_at > (${p}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT r.*, ${page.select} FROM notice r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, NoticeDto.of);
    }
};
NoticesQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], NoticesQueries);
export { NoticesQueries };
/** A notice's external id is its reference in the file of that name. */
function byReference(sql, externalId) {
    if (externalId === undefined)
        return;
    const colon = externalId.indexOf(':');
    sql.and(`r.dataset = ${sql.p(`import:${externalId.slice(0, colon)}`)}`);
    sql.and(`r.reference = ${sql.p(externalId.slice(colon + 1))}`);
}
//# sourceMappingURL=notices.queries.js.map