import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A line of an import shows that it was received so. */
export class SealedImportLines1800000000195 implements MigrationInterface {
  name = 'SealedImportLines1800000000195';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE import_line ADD mac bytea`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
