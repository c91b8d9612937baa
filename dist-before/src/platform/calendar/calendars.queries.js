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
import { Sql } from '../database/sql.js';
import { Transactions } from '../database/transactions.js';
import { Problem } from '../errors/problem.js';
import { keyset } from '../http/list.js';
import { FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR } from './calendar-file.rules.js';
import { CalendarYearDetailDto, CalendarYearDto } from './calendar.dto.js';
import { WorkingCalendars } from './calendar.store.js';
import { valueOf, WorkingCalendar } from './working-calendar.js';
/** The year of a path; what cannot be a calendar's year names nothing. */
export function calendarYear(text) {
    const year = /^\d{4}$/.test(text) ? Number(text) : NaN;
    if (!(year >= FIRST_CALENDAR_YEAR && year <= LAST_CALENDAR_YEAR))
        throw new Problem('not_found');
    return year;
}
let CalendarsQueries = class CalendarsQueries {
    transactions;
    calendars;
    constructor(transactions, calendars) {
        this.transactions = transactions;
        this.calendars = calendars;
    }
    async list(query, url) {
        const sql = new Sql();
        const page = keyset(query, [{ column: 'y.year', type: 'integer' }], 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT y.year, y.source, y.version, y.loaded_at, ${page.select} FROM working_calendar_year y WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => CalendarYearDto.of({ ...row, loadedAt: row.loaded_at }));
    }
    async one(year) {
        const row = await this.calendars.year(year);
        if (row === null)
            throw new Problem('not_found');
        const workingDays = valueOf(new WorkingCalendar(row.days, [year]).workingDaysOfYear(year)) ?? 0;
        return CalendarYearDetailDto.detail(row, workingDays);
    }
};
CalendarsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        WorkingCalendars])
], CalendarsQueries);
export { CalendarsQueries };
//# sourceMappingURL=calendars.queries.js.map