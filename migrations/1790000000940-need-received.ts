import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a need waits is counted in business time, as the day up to which it is counted. */
export class NeedReceived1790000000940 implements MigrationInterface {
  name = 'NeedReceived1790000000940';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE need ADD COLUMN received_at timestamptz NOT NULL DEFAULT business_now()`);
    // What business time was then: the wall clock, and how far it lay behind.
    await runner.query(`
      UPDATE need SET received_at = created_at + coalesce((SELECT behind FROM business_time), interval '0')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE need DROP COLUMN received_at`);
  }
}
