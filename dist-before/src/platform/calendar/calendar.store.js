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
import { Transactions } from '../database/transactions.js';
import { WorkingCalendar } from './working-calendar.js';
/** How long an answer may be older than what another process has loaded. */
const CHECK_EVERY_MS = 1000;
/** The working calendar of the database, kept in memory and read again when a year is loaded or replaced. */
let WorkingCalendars = class WorkingCalendars {
    transactions;
    cached;
    checkedAt = -Infinity;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async current() {
        const now = performance.now();
        if (this.cached !== undefined && now - this.checkedAt < CHECK_EVERY_MS)
            return this.cached.calendar;
        const stamp = await this.stamp();
        if (this.cached?.stamp !== stamp)
            this.cached = { stamp, calendar: await this.read() };
        this.checkedAt = now;
        return this.cached.calendar;
    }
    /** The next question reads the database: called when this process has changed it. */
    forget() {
        this.checkedAt = -Infinity;
    }
    async years() {
        const rows = await this.transactions.reader.query(`SELECT year, source, version, loaded_at FROM working_calendar_year ORDER BY year`);
        return rows.map(yearOf);
    }
    async year(year) {
        const [row] = await this.transactions.reader.query(`SELECT year, source, version, loaded_at FROM working_calendar_year WHERE year = $1`, [year]);
        return row === undefined ? null : { ...yearOf(row), days: await this.daysOf(year) };
    }
    /** The row of the year, locked; null where it is not loaded. Callers of one year wait for each other. */
    async lock(tx, year) {
        await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('working calendar ' || $1, 0))`, [year]);
        return this.year(year);
    }
    /** Replaces the days of a year and counts its version up, or stores a new year. */
    async store(tx, year, source, days) {
        await tx.query(`INSERT INTO working_calendar_year (year, source) VALUES ($1, $2)
       ON CONFLICT (year) DO UPDATE SET source = excluded.source, version = working_calendar_year.version + 1, loaded_at = clock_timestamp()`, [year, source]);
        await tx.query(`DELETE FROM working_calendar_day WHERE year = $1`, [year]);
        await tx.query(`INSERT INTO working_calendar_day (day, year, kind, name)
       SELECT day, $1, kind, name FROM unnest($2::date[], $3::text[], $4::text[]) AS d (day, kind, name)`, [year, days.map((day) => day.date), days.map((day) => day.kind), days.map((day) => day.name)]);
        tx.afterCommit(() => this.forget());
    }
    async daysOf(year) {
        return this.transactions.reader.query(`SELECT day::text AS date, kind, name FROM working_calendar_day WHERE year = $1 ORDER BY day`, [year]);
    }
    async stamp() {
        const [row] = await this.transactions.reader.query(`SELECT coalesce(string_agg(year || ':' || version, ',' ORDER BY year), '') AS stamp FROM working_calendar_year`);
        return row?.stamp ?? '';
    }
    async read() {
        const years = await this.years();
        const days = await this.transactions.reader.query(`SELECT day::text AS date, kind, name FROM working_calendar_day`);
        return new WorkingCalendar(days, years.map((each) => each.year));
    }
};
WorkingCalendars = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], WorkingCalendars);
export { WorkingCalendars };
const yearOf = (row) => ({
    year: row.year,
    source: row.source,
    version: row.version,
    loadedAt: row.loaded_at,
});
//# sourceMappingURL=calendar.store.js.map