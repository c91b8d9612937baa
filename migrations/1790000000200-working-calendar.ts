import type { MigrationInterface, QueryRunner } from 'typeorm';
import { shippedYears } from '../src/law/calendars/shipped-calendar.js';

/** Working days of the years 2004 to 2026, and the table of open-tender thresholds. */
export class WorkingCalendar1790000000200 implements MigrationInterface {
  name = 'WorkingCalendar1790000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE working_calendar_year (
        year integer PRIMARY KEY CHECK (year BETWEEN 1950 AND 2200),
        source text NOT NULL CHECK (length(source) BETWEEN 1 AND 500),
        version integer NOT NULL DEFAULT 1 CHECK (version > 0),
        loaded_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    await runner.query(`
      COMMENT ON TABLE working_calendar_year IS
      'Years whose State Council notice is loaded. Nothing is known of working days in a year without a row.'`);
    await runner.query(`
      CREATE TABLE working_calendar_day (
        day date PRIMARY KEY,
        year integer NOT NULL REFERENCES working_calendar_year ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('holiday', 'makeup')),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
        CHECK (extract(year FROM day) = year),
        CHECK (kind = 'holiday' OR extract(isodow FROM day) IN (6, 7))
      )`);
    await runner.query(`CREATE INDEX working_calendar_day_year ON working_calendar_day (year, day)`);
    const years = shippedYears();
    await runner.query(
      `INSERT INTO working_calendar_year (year, source) SELECT * FROM unnest($1::integer[], $2::text[])`,
      [years.map((each) => each.year), years.map((each) => each.source)],
    );
    const days = years.flatMap((each) => each.days);
    await runner.query(
      `INSERT INTO working_calendar_day (day, year, kind, name)
       SELECT day, extract(year FROM day), kind, name FROM unnest($1::date[], $2::text[], $3::text[]) AS d (day, kind, name)`,
      [days.map((day) => day.date), days.map((day) => day.kind), days.map((day) => day.name)],
    );

    await runner.query(`
      CREATE TABLE open_tender_threshold (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        region text NOT NULL CHECK (region = 'CN' OR region ~ '^[1-9][0-9]{5}$'),
        level text NOT NULL CHECK (level IN ('central', 'provincial', 'below_provincial')),
        object text NOT NULL CHECK (object IN ('goods', 'services', 'works')),
        amount bigint NOT NULL CHECK (amount >= 0),
        effective_from date NOT NULL,
        effective_to date CHECK (effective_to >= effective_from),
        source text NOT NULL CHECK (length(source) BETWEEN 1 AND 500),
        confidence text NOT NULL CHECK (confidence IN ('A', 'B', 'C', 'POLICY')),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        EXCLUDE USING gist (region WITH =, level WITH =, object WITH =, daterange(effective_from, effective_to, '[]') WITH &&)
      )`);
    await runner.query(`
      COMMENT ON TABLE open_tender_threshold IS
      'From which amount a purchase must be tendered openly. No row means that it is not known here, never that there is none.'`);
    await runner.query(`
      INSERT INTO open_tender_threshold (region, level, object, amount, effective_from, source, confidence)
      VALUES ('CN', 'central', 'services', 200000000, '2020-01-01', '中央预算单位政府集中采购目录及标准(2020年版)(国办发〔2019〕55号) 四', 'B')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE open_tender_threshold`);
    await runner.query(`DROP TABLE working_calendar_day`);
    await runner.query(`DROP TABLE working_calendar_year`);
  }
}
