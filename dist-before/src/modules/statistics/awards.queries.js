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
import { Settings } from '../../platform/config/settings.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { invalid } from '../../platform/http/validation.js';
import { isWithin as liesWithin } from '../../platform/identity/regions.js';
import { PUBLIC_SOURCES } from '../tenders/facts-in-force.rules.js';
import { awardsTable } from './awards.rules.js';
const KEYS = {
    category: { key: 't.category', name: 'NULL' },
    region: { key: 't.region', name: 'NULL' },
    method: { key: 't.method', name: 'NULL' },
    agency: { key: 'a.supplier_id::text', name: 'o.name' },
};
/**
 * The year a supplier was chosen: as decided, else as published. A notice's own date stands for its publication; the date
 * of any other source (a paper, a file) says nothing of the award.
 */
const YEAR = `left(coalesce(a.decided_on, a.published_on,
  CASE WHEN f.source ->> 'kind' = 'notice' THEN f.source ->> 'publishedOn' END), 4)`;
let AwardsQueries = class AwardsQueries {
    transactions;
    settings;
    constructor(transactions, settings) {
        this.transactions = transactions;
        this.settings = settings;
    }
    /** Published awards that stand. */
    async awards(query) {
        mustContain(query);
        const { year, region, within, category } = query;
        const groupBy = query.groupBy ?? 'category';
        const dataset = query.dataset ?? this.settings.defaultDataset;
        const rows = await this.sums(groupBy, dataset, query);
        const undated = rows.reduce((n, row) => n + row.undated, 0);
        return {
            year,
            dataset,
            groupBy,
            region: region ?? null,
            within: within ?? null,
            category: category ?? null,
            currency: 'CNY',
            ...awardsTable(groupBy, rows.map((row) => ({ ...row, amount: BigInt(row.amount) })), within !== undefined),
            undated,
        };
    }
    sums(groupBy, dataset, query) {
        const sql = new Sql();
        const { key, name } = KEYS[groupBy];
        sql
            .and(`t.dataset = ${sql.p(dataset)}`)
            .and(`t.published AND a.state IN ('active', 'contracted') AND f.source ->> 'kind' = ANY (${sql.p(PUBLIC_SOURCES)}::text[])`);
        sql.when(query.category, (p) => `t.category = ${p}`);
        const wide = query.within ?? query.region;
        if (wide)
            sql.and(isWithin(sql, 't.region', wide));
        const here = query.region ? isWithin(sql, 't.region', query.region) : 'true';
        return this.transactions.reader.query(`WITH deal AS (
         SELECT ${key} AS key, ${name} AS name, a.amount, ${here} AS here, ${YEAR} AS year
         FROM award a JOIN tender t ON t.id = a.tender_id JOIN fact f ON f.id = a.fact_id
         LEFT JOIN organisation o ON o.id = a.supplier_id
         WHERE ${sql.where}
       ), counted AS (
         SELECT *, here AND year = ${sql.p(String(query.year))} AS counts FROM deal
       )
       SELECT key, name,
         count(*) FILTER (WHERE counts)::integer AS deals,
         coalesce(sum(amount) FILTER (WHERE counts), 0)::text AS amount,
         count(*) FILTER (WHERE counts AND amount IS NULL)::integer AS unknown,
         count(*) FILTER (WHERE year = ${sql.p(String(query.year))})::integer AS "withinDeals",
         count(*) FILTER (WHERE here AND year IS NULL)::integer AS undated
       FROM counted GROUP BY key, name`, sql.params);
    }
};
AwardsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        Settings])
], AwardsQueries);
export { AwardsQueries };
function mustContain({ region, within }) {
    if (within === undefined)
        return;
    if (region === undefined)
        throw invalid('/region', 'required', { en: '`within` needs a region', zh: '使用 within 时须指定 region' });
    if (!liesWithin(region, within))
        throw invalid('/within', 'not_containing', { en: 'It does not contain the region', zh: '该地区不包含 region' });
}
//# sourceMappingURL=awards.queries.js.map