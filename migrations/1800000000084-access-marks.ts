import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions and keys bear a mark of their account, so that ending all of them ends those too whose rows are not there. */
export class AccessMarks1800000000084 implements MigrationInterface {
  name = 'AccessMarks1800000000084';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE app_user ADD COLUMN session_mark uuid, ADD COLUMN key_mark uuid`);
    await runner.query(`ALTER TABLE session ADD COLUMN mark uuid`);
    await runner.query(`ALTER TABLE api_key ADD COLUMN mark uuid`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
