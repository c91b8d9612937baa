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
import { parseYuan } from '../../platform/money/money.js';
import { jurisdictionsOf } from './rule-book.js';
import { ThresholdDto, } from './threshold.dto.js';
const COLUMNS = `t.id, t.region, t.level, t.object, t.amount, t.effective_from::text, t.effective_to::text, t.source, t.confidence`;
/** The open-tender threshold: a table by region, level, object and date. Where it has no row, the answer is unknown. */
let ThresholdsService = class ThresholdsService {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(query, url) {
        const sql = new Sql()
            .when(query.region === undefined ? undefined : jurisdictionsOf(query.region), (p) => `t.region = ANY(${p}::text[])`)
            .when(query.level, (p) => `t.level = ${p}`)
            .when(query.object, (p) => `t.object = ${p}`)
            .when(query.at, (p) => `daterange(t.effective_from, t.effective_to, '[]') @> ${p}::date`);
        const page = keyset(query, [
            { column: 't.created_at', type: 'timestamptz' },
            { column: 't.id', type: 'uuid' },
        ], 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${page.select} FROM open_tender_threshold t WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, ThresholdDto.of);
    }
    /** The threshold of the nearest place that has one; null where none is known. */
    async of(region, level, object, at) {
        const [row] = await this.transactions.reader.query(`SELECT ${COLUMNS} FROM open_tender_threshold t
       WHERE t.region = ANY($1::text[]) AND t.level = $2 AND t.object = $3
         AND daterange(t.effective_from, t.effective_to, '[]') @> $4::date
       ORDER BY array_position($1::text[], t.region) LIMIT 1`, [jurisdictionsOf(region), level, object, at]);
        return row === undefined ? null : ThresholdDto.of(row);
    }
    /** A threshold that has no last day ends the day before the next one of the same place, level and object begins. */
    async add(principal, given) {
        if (given.effectiveTo && given.effectiveTo < given.effectiveFrom)
            throw new Problem('end_before_start');
        return this.transactions.run(principal, async (tx) => {
            const key = [given.region, given.level, given.object];
            await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('threshold ' || $1, 0))`, [key.join(' ')]);
            await tx.query(`UPDATE open_tender_threshold SET effective_to = $4::date - 1
         WHERE region = $1 AND level = $2 AND object = $3 AND effective_to IS NULL AND effective_from < $4::date`, [...key, given.effectiveFrom]);
            const overlap = await tx.query(`SELECT 1 FROM open_tender_threshold WHERE region = $1 AND level = $2 AND object = $3
           AND daterange(effective_from, effective_to, '[]') && daterange($4, $5, '[]')`, [...key, given.effectiveFrom, given.effectiveTo ?? null]);
            if (overlap.length > 0)
                throw new Problem('conflict');
            const [row] = await tx.query(`INSERT INTO open_tender_threshold AS t (region, level, object, amount, effective_from, effective_to, source, confidence)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`, [
                ...key,
                parseYuan(given.amount),
                given.effectiveFrom,
                given.effectiveTo ?? null,
                given.source,
                given.confidence,
            ]);
            const added = ThresholdDto.of(row);
            await tx.record({
                aggregate: 'threshold',
                id: added.id,
                action: 'added',
                data: { ...added },
                region: given.region,
                public: true,
            });
            return added;
        });
    }
};
ThresholdsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], ThresholdsService);
export { ThresholdsService };
//# sourceMappingURL=thresholds.service.js.map