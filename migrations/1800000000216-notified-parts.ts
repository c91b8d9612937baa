import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks that share the id of their object are told one by one: a period to report on has no id of its own. */
export class NotifiedParts1800000000216 implements MigrationInterface {
  name = 'NotifiedParts1800000000216';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE notification ADD part text NOT NULL DEFAULT ''`);
    await runner.query(`DROP INDEX notification_open`);
    await runner.query(
      `CREATE UNIQUE INDEX notification_open ON notification (user_id, kind, task_id, part) WHERE ended_at IS NULL`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
