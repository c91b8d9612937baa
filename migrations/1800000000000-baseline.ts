import type { MigrationInterface, QueryRunner } from 'typeorm';
import { shippedYears } from '../src/law/calendars/shipped-calendar.js';
import { listSql, readSql } from './files.js';

/** Rooms in the order in which their tables refer to each other. */
const ROOMS = [
  'kernel',
  'law',
  'accounts',
  'organisations',
  'communities',
  'programmes',
  'tenders',
  'bids',
  'reviews',
  'awards',
  'contracts',
  'delivery',
  'surveys',
  'acceptance',
  'evaluations',
  'payments',
  'continuity',
  'watch',
  'imports',
];

export const BEFORE_TABLES = ['baseline/before-tables.sql'];
/** The tables with their constraints and indexes, as the entities describe them. */
const TABLES = ROOMS.map((room) => `baseline/tables/${room}.sql`);
/** What the entities cannot express. */
export const BASELINE_BEYOND_ENTITIES = [...listSql('baseline/functions'), 'baseline/beyond-entities.sql'];

/** The schema that a new database begins with. Every later migration goes on from it. */
export class Baseline1800000000000 implements MigrationInterface {
  name = 'Baseline1800000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of [...BEFORE_TABLES, ...TABLES, ...BASELINE_BEYOND_ENTITIES, 'baseline/rows.sql'])
      await runner.query(readSql(file));
    await insertWorkingCalendar(runner);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}

/** Working days of the years 2004 to 2026. */
async function insertWorkingCalendar(runner: QueryRunner): Promise<void> {
  const years = shippedYears();
  await runner.query(
    `INSERT INTO working_calendar_year (year, source) SELECT * FROM unnest($1::integer[], $2::text[])`,
    [years.map(({ year }) => year), years.map(({ source }) => source)],
  );
  const days = years.flatMap((year) => year.days);
  await runner.query(
    `INSERT INTO working_calendar_day (day, year, kind, name)
     SELECT day, extract(year FROM day), kind, name FROM unnest($1::date[], $2::text[], $3::text[]) AS d (day, kind, name)`,
    [days.map(({ date }) => date), days.map(({ kind }) => kind), days.map(({ name }) => name)],
  );
}
