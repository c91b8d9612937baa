import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An import of rows of live objects knows for which bodies its sender acted. */
export class ImportBodies1800000000154 implements MigrationInterface {
  name = 'ImportBodies1800000000154';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE import ADD sender_bodies uuid[] NOT NULL DEFAULT '{}'`);
    await runner.query(`UPDATE import SET sender_bodies = ARRAY[organisation_id] WHERE organisation_id IS NOT NULL`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
