import { Injectable } from '@nestjs/common';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { keyset, type PageQuery } from '../../kernel/http/lists/list.js';
import { FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR } from './calendar-file.rules.js';
import { CalendarListDto, CalendarYearDetailDto, CalendarYearDto } from './calendar.dto.js';
import { WorkingCalendars } from './calendar-store.js';
import { getKnownValue, WorkingCalendar } from './working-calendar.js';

/** The year of a path; what cannot be a calendar's year names nothing. */
export function calendarYear(text: string): number {
  const year = /^\d{4}$/.test(text) ? Number(text) : NaN;
  if (!(year >= FIRST_CALENDAR_YEAR && year <= LAST_CALENDAR_YEAR)) throw new Problem('not_found');
  return year;
}

@Injectable()
export class CalendarsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
  ) {}

  async list(query: PageQuery, url: string): Promise<CalendarListDto> {
    const sql = new Sql();
    const page = keyset(query, [{ column: 'y.year', type: 'integer' }], 'ASC', sql);
    const rows: { year: number; source: string; version: number; loaded_at: Date; page_key: string }[] =
      await this.transactions.reader.query(
        `SELECT y.year, y.source, y.version, y.loaded_at, ${page.select} FROM working_calendar_year y WHERE ${sql.where} ${page.order}`,
        sql.params,
      );
    return page.list(rows, url, (row) => CalendarYearDto.fromRow({ ...row, loadedAt: row.loaded_at }));
  }

  async one(year: number): Promise<CalendarYearDetailDto> {
    const row = await this.calendars.year(year);
    if (row === null) throw new Problem('not_found');
    const workingDays = getKnownValue(new WorkingCalendar(row.days, [year]).workingDaysOfYear(year)) ?? 0;
    return CalendarYearDetailDto.detail(row, workingDays);
  }
}
