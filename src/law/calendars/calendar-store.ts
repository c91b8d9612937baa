import { Injectable } from '@nestjs/common';
import type { Use } from '../../kernel/actions/action.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import type { DayKind, CalendarDay } from './working-calendar.js';
import { WorkingCalendar } from './working-calendar.js';
import type { WorkingCalendarYear } from './working-calendar-year.entity.js';
import type { StoredRow } from '../../kernel/database/row-types.js';

export interface LoadedYear {
  year: number;
  source: string;
  version: number;
  loadedAt: Date;
}
export interface LoadedYearWithDays extends LoadedYear {
  days: CalendarDay[];
}

type YearRow = Pick<StoredRow<WorkingCalendarYear>, 'year' | 'source' | 'version' | 'loaded_at'>;
interface DayRow {
  date: string;
  kind: DayKind;
  name: string;
}

/** How long an answer may be older than what another process has loaded. */
const CHECK_EVERY_MS = 1000;

/** The working calendar of the database, kept in memory and read again when a year is loaded or replaced. */
@Injectable()
export class WorkingCalendars {
  private cached: { stamp: string; calendar: WorkingCalendar } | undefined;
  private checkedAt = -Infinity;

  constructor(private readonly transactions: Transactions) {}

  async current(): Promise<WorkingCalendar> {
    const now = performance.now();
    if (this.cached !== undefined && now - this.checkedAt < CHECK_EVERY_MS) return this.cached.calendar;
    const stamp = await this.stamp();
    if (this.cached?.stamp !== stamp) this.cached = { stamp, calendar: await readCalendar(this.transactions.primary) };
    this.checkedAt = now;
    return this.cached.calendar;
  }

  /** The next question reads the database: called when this process has changed it. */
  forget(): void {
    this.checkedAt = -Infinity;
  }

  async years(): Promise<LoadedYear[]> {
    const rows: YearRow[] = await this.transactions.primary.query(
      `SELECT year, source, version, loaded_at FROM working_calendar_year ORDER BY year`,
    );
    return rows.map(toLoadedYear);
  }

  /** The calendar as a transaction has stored it, before anybody else reads it. */
  async readCalendar(tx: Tx): Promise<WorkingCalendar> {
    return readCalendar(tx.manager);
  }

  async year(year: number): Promise<LoadedYearWithDays | null> {
    const [row]: YearRow[] = await this.transactions.primary.query(
      `SELECT year, source, version, loaded_at FROM working_calendar_year WHERE year = $1`,
      [year],
    );
    return row === undefined ? null : { ...toLoadedYear(row), days: await this.loadDays(year) };
  }

  /** The row of the year, locked; null where it is not loaded. Callers of one year wait for each other. */
  async lock(tx: Tx, year: number): Promise<LoadedYearWithDays | null> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('working calendar ' || $1, 0))`, [String(year)]);
    return this.year(year);
  }

  /** Replaces the days of a year and counts its version up, or stores a new year. */
  async store(tx: Tx, year: number, source: string, days: readonly CalendarDay[]): Promise<void> {
    await tx.query(
      `INSERT INTO working_calendar_year (year, source) VALUES ($1, $2)
       ON CONFLICT (year) DO UPDATE SET source = excluded.source, version = working_calendar_year.version + 1, loaded_at = clock_timestamp()`,
      [year, source],
    );
    await tx.query(`DELETE FROM working_calendar_day WHERE year = $1`, [year]);
    await tx.query(
      `INSERT INTO working_calendar_day (day, year, kind, name)
       SELECT day, $1, kind, name FROM unnest($2::date[], $3::text[], $4::text[]) AS d (day, kind, name)`,
      [year, days.map((day) => day.date), days.map((day) => day.kind), days.map((day) => day.name)],
    );
    tx.afterCommit(() => this.forget());
  }

  private async loadDays(year: number): Promise<CalendarDay[]> {
    return this.transactions.primary.query(
      `SELECT day::text AS date, kind, name FROM working_calendar_day WHERE year = $1 ORDER BY day`,
      [year],
    );
  }

  private async stamp(): Promise<string> {
    const [row]: { stamp: string }[] = await this.transactions.primary.query(
      `SELECT coalesce(string_agg(year || ':' || version, ',' ORDER BY year), '') AS stamp FROM working_calendar_year`,
    );
    return row?.stamp ?? '';
  }
}

async function readCalendar(database: { query<T>(sql: string): Promise<T> }): Promise<WorkingCalendar> {
  const years = await database.query<{ year: number }[]>(`SELECT year FROM working_calendar_year ORDER BY year`);
  const days = await database.query<DayRow[]>(`SELECT day::text AS date, kind, name FROM working_calendar_day`);
  return new WorkingCalendar(
    days,
    years.map((each) => each.year),
  );
}

const toLoadedYear = (row: YearRow): LoadedYear => ({
  year: row.year,
  source: row.source,
  version: row.version,
  loadedAt: row.loaded_at,
});

/** The working calendar, as a fact of an action. */
export const loadCalendar = ({ use }: { use: Use }): Promise<WorkingCalendar> => use(WorkingCalendars).current();
