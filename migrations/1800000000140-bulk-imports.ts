import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of one kind are taken into `live`, as NDJSON or as a table. */
export class BulkImports1800000000140 implements MigrationInterface {
  name = 'BulkImports1800000000140';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE import
      ADD COLUMN kind text CHECK (kind IN ('organisations', 'service-lines', 'purchases', 'facts', 'contracts', 'milestones', 'records', 'payments')),
      ADD COLUMN mode text NOT NULL DEFAULT 'each' CHECK (mode IN ('each', 'all')),
      ADD COLUMN reason text,
      ADD COLUMN file_type text NOT NULL DEFAULT 'ndjson' CHECK (file_type IN ('ndjson', 'csv', 'xlsx')),
      ADD COLUMN headings jsonb,
      DROP CONSTRAINT import_dataset_check`);
    await runner.query(`ALTER TABLE import ADD CONSTRAINT import_has_its_dataset
      CHECK (CASE WHEN kind IS NULL THEN dataset ~ '^import:[a-z0-9][a-z0-9-]{0,39}$' ELSE dataset = 'live' END)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
