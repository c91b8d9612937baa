import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are told of the tasks that wait for them. */
export class Inboxes1800000000109 implements MigrationInterface {
  name = 'Inboxes1800000000109';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE inbox (
         user_id uuid PRIMARY KEY REFERENCES app_user,
         muted text[] NOT NULL,
         next_look_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         created_at timestamptz NOT NULL DEFAULT clock_timestamp()
       )`,
    );
    await runner.query(`CREATE INDEX inbox_due ON inbox (next_look_at)`);
    await runner.query(
      `CREATE TABLE notification (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         user_id uuid NOT NULL REFERENCES inbox,
         kind text NOT NULL,
         task_id uuid NOT NULL,
         lot integer,
         href text,
         due_on date,
         created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         read_at timestamptz,
         ended_at timestamptz
       )`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX notification_open ON notification (user_id, kind, task_id) WHERE ended_at IS NULL`,
    );
    await runner.query(`CREATE INDEX notification_order ON notification (user_id, created_at, id)`);
    await runner.query(`CREATE INDEX notification_ended ON notification (ended_at) WHERE ended_at IS NOT NULL`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
