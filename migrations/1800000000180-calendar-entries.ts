import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What calendars have shown of due dates, so that one that moves is a revision of its entry. */
export class CalendarEntries1800000000180 implements MigrationInterface {
  name = 'CalendarEntries1800000000180';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE calendar_entry (
         user_id uuid NOT NULL REFERENCES calendar_key (user_id) ON DELETE CASCADE,
         kind text NOT NULL,
         task_id uuid NOT NULL,
         lot integer,
         due_on date NOT NULL,
         sequence integer NOT NULL DEFAULT 0,
         revised_at timestamptz NOT NULL DEFAULT business_now(),
         PRIMARY KEY (user_id, kind, task_id)
       )`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
