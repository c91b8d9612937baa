import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By how many persons an instalment was to be approved when it was asked for: it is never asked of fewer again. */
export class ApproversLeast1790000001017 implements MigrationInterface {
  name = 'ApproversLeast1790000001017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE payment ADD COLUMN approvers_least integer NOT NULL DEFAULT 1 CHECK (approvers_least >= 1)`,
    );
    await runner.query(`UPDATE payment SET approvers_least = approvers WHERE approvers IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE payment DROP COLUMN approvers_least`);
  }
}
