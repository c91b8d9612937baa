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
import { WorkingCalendars } from '../../platform/calendar/calendar.store.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { CONTRACT_PARTIES, isInsider } from '../tenders/tender.visibility.js';
import { countedOf } from './counted.sql.js';
import { progressOf } from './progress.rules.js';
/** Of contract `c`. What was recorded of a contract elsewhere names no standards that could be counted. */
export const RUNNING = `c.id, coalesce(c.content -> 'standards', '[]') AS standards, c.content -> 'window' ->> 'start' AS from,
  least(c.content -> 'window' ->> 'end', c.terminated_on::text) AS to`;
const toView = (contract, asOf, progress) => ({
    contract: contract.id,
    asOf,
    from: contract.from,
    to: contract.to,
    ...progress,
    indicators: progress.indicators.map(({ forecast, ...indicator }) => ({
        ...indicator,
        forecast: forecast && {
            perEffectiveDay: forecast.rate.toFixed(2),
            expected: forecast.expected.toFixed(1),
            low: forecast.low.toFixed(1),
            high: forecast.high.toFixed(1),
            between: forecast.between,
        },
    })),
});
/** How far a contract has come against what it promised. */
let ProgressQueries = class ProgressQueries {
    transactions;
    calendars;
    constructor(transactions, calendars) {
        this.transactions = transactions;
        this.calendars = calendars;
    }
    /** For its two parties and who watches over them; 404 else. */
    async one(scope, id) {
        const { reader } = this.transactions;
        const sql = new Sql();
        sql.and(`r.id = ${sql.p(id)}`).and(isInsider(sql, scope, CONTRACT_PARTIES));
        const [row] = await reader.query(`SELECT ${RUNNING}, r.conducted, business_today()::text AS today FROM contract r JOIN contract c ON c.id = r.id
       WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        if (row.conducted !== 'here')
            throw new Problem('conducted_elsewhere');
        return toView(row, row.today, await this.progressOf(reader, row, row.today));
    }
    async progressOf(reader, contract, today) {
        const { id, standards, from, to } = contract;
        const calendar = await this.calendars.current();
        if (from === null || to === null)
            return { effectiveDays: null, missingYears: [], indicators: [] };
        const days = await reader.query(`SELECT served_on::text AS day, form, nullif(content_code, '') AS content, records, minutes::float8 AS minutes, visits::float8 AS visits
       FROM service_day WHERE contract_id = $1 AND within_contract ORDER BY 1, 2, 3`, [id]);
        const recipients = await recipientsServed(reader, contract);
        return progressOf({ standards, from, to, today, calendar, days, recipients });
    }
};
ProgressQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        WorkingCalendars])
], ProgressQueries);
export { ProgressQueries };
/** How many different recipients each standard that asks it has reached. */
async function recipientsServed(reader, { id, standards }) {
    const asked = standards.filter(({ measure }) => measure?.of === 'recipients');
    if (asked.length === 0)
        return new Map();
    const rows = await reader.query(countedOf({ contract: '$1', standards: '$2::jsonb' }), [id, JSON.stringify(asked)]);
    return new Map(rows.map(({ no, total }) => [no, total]));
}
//# sourceMappingURL=progress.queries.js.map