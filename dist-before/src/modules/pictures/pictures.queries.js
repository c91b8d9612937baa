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
import { narrowed } from '../../platform/access/scope.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { ProgressQueries } from '../implementation/progress.queries.js';
import { visibleProgramme } from '../programmes/programmes.queries.js';
import { coverageOf, domainOf, exactSpells, placements } from '../risk/coverage.rules.js';
import { CoverageService } from '../risk/coverage.service.js';
import { daysOf } from '../risk/intervals.rules.js';
import { CONTRACT_PARTIES, isInsider } from '../tenders/tender.visibility.js';
import { calendarPicture } from './calendar.picture.js';
import { progressPicture } from './progress.picture.js';
import { ribbonPicture } from './ribbon.picture.js';
/** Contracts of a programme that are drawn; the others are counted. */
const MOST_CONTRACTS = 30;
/** What is drawn is what the caller may read as JSON, and nothing beside it. */
let PicturesQueries = class PicturesQueries {
    transactions;
    coverage;
    progress;
    constructor(transactions, coverage, progress) {
        this.transactions = transactions;
        this.coverage = coverage;
        this.progress = progress;
    }
    async ofLine(scope, id, asOf, lang) {
        const { facts, today } = await this.coverage.known(scope, id);
        const line = { ...facts, asOf: asOf ?? today };
        const domain = domainOf(line);
        const found = coverageOf(line);
        return ribbonPicture({
            name: await this.nameOf('service_line', 'name', id),
            asOf: found.asOf,
            domain: domain && daysOf(domain),
            spells: exactSpells(placements(line)).map(({ exact, contract }) => ({
                ...daysOf(exact),
                months: contract.serviceMonths,
            })),
            ratios: new Map(found.years.map(({ year, ratio }) => [year, ratio])),
        }, lang);
    }
    async ofContract(scope, id, lang) {
        const progress = await this.progress.one(scope, id);
        return progressPicture(await this.nameOf('contract', 'title', id), progress, lang);
    }
    /** The contracts of a programme that the caller sees with what is done under them. */
    async ofProgramme(scope, id, lang) {
        const { reader } = this.transactions;
        const sql = new Sql();
        visibleProgramme(sql.and(`r.id = ${sql.p(id)}`), scope);
        const [programme] = await reader.query(`SELECT r.name, r.year, business_today()::text AS today FROM programme r WHERE ${sql.where}`, sql.params);
        if (!programme)
            throw new Problem('not_found');
        const { contracts, total } = await this.contractsOf(scope, id);
        const { name, year, today: asOf } = programme;
        return calendarPicture({ name, year, asOf, contracts, contractsLeftOut: total - contracts.length }, lang);
    }
    async contractsOf(scope, programme) {
        const sql = new Sql();
        sql
            .and(`r.programme_id = ${sql.p(programme)} AND r.state NOT IN ('draft', 'void') AND d.days IS NOT NULL`)
            .and(isInsider(sql, narrowed(scope, 'contract.read'), CONTRACT_PARTIES));
        const rows = await this.transactions.reader.query(`SELECT coalesce(r.title, r.number, '') AS title, lower(d.days)::text AS from, (upper(d.days) - 1)::text AS to,
         (SELECT coalesce(jsonb_object_agg(m.month, m.records), '{}') FROM (
            SELECT to_char(s.served_on, 'YYYY-MM') AS month, sum(s.records)::int AS records FROM service_day s
            WHERE s.contract_id = r.id AND s.within_contract GROUP BY 1) m) AS records,
         count(*) OVER ()::int AS total
       FROM contract r CROSS JOIN LATERAL (SELECT contract_days(r.window_start, r.window_end, r.terminated_on) AS days) d
       WHERE ${sql.where} ORDER BY d.days, r.id LIMIT ${MOST_CONTRACTS}`, sql.params);
        return { contracts: rows, total: rows[0]?.total ?? 0 };
    }
    async nameOf(table, column, id) {
        const [row] = await this.transactions.reader.query(`SELECT ${column} AS name FROM ${table} WHERE id = $1`, [id]);
        return row?.name ?? '';
    }
};
PicturesQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        CoverageService,
        ProgressQueries])
], PicturesQueries);
export { PicturesQueries };
//# sourceMappingURL=pictures.queries.js.map