import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files of OCDS are imported: pieces of one process are taken together, and what has no place is counted. */
export class OcdsImports1800000000133 implements MigrationInterface {
  name = 'OcdsImports1800000000133';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE import
      ADD COLUMN format text NOT NULL DEFAULT 'notices' CHECK (format IN ('notices', 'ocds')),
      ADD COLUMN losses jsonb NOT NULL DEFAULT '[]'`);
    await runner.query(`ALTER TABLE import_line ADD COLUMN key text, ADD COLUMN first integer`);
    await runner.query(`CREATE INDEX import_line_first ON import_line (import_id, first) WHERE first IS NOT NULL`);
    await runner.query(`CREATE TABLE ocds_process (
      dataset text NOT NULL CHECK (dataset ~ '^import:[a-z0-9][a-z0-9-]{0,39}$'),
      ocid text NOT NULL,
      tender_id uuid NOT NULL REFERENCES tender,
      releases jsonb NOT NULL,
      PRIMARY KEY (dataset, ocid))`);
    await runner.query(`CREATE UNIQUE INDEX ocds_process_tender ON ocds_process (tender_id)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
