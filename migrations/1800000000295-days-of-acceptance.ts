import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A complaint keeps the day of its acceptance, and what it was about before it named a challenge. */
export class DaysOfAcceptance1800000000295 implements MigrationInterface {
  name = 'DaysOfAcceptance1800000000295';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE complaint ADD COLUMN accepted_on date,
         ADD COLUMN stated_stage text CHECK (stated_stage IN ('documents', 'process', 'result', 'failure'))`,
    );
    // Of what was accepted before, the audit says the day.
    await runner.query(
      `UPDATE complaint x SET accepted_on = a.day
       FROM (SELECT e.aggregate_id, min(coalesce((convert_from(e.canonical, 'UTF8')::jsonb -> 'data' ->> 'on')::date,
           (e.at AT TIME ZONE 'Asia/Shanghai')::date)) AS day
         FROM audit_entry e WHERE e.aggregate_type = 'complaint' AND e.action = 'accept' GROUP BY e.aggregate_id) a
       WHERE a.aggregate_id = x.id::text`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
