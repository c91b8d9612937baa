import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What bodies were asked about says that a later version of the rule finds it clear by later facts. */
export class FoundOtherwise1800000000251 implements MigrationInterface {
  name = 'FoundOtherwise1800000000251';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE flag_subject ADD COLUMN found_otherwise boolean NOT NULL DEFAULT false`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
