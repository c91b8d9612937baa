import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the OCID of each purchase begins with stands in the database, once. */
export class OcidPrefix1800000000155 implements MigrationInterface {
  name = 'OcidPrefix1800000000155';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE ocid_prefix (
      only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT ocid_prefix_only_row_check CHECK (only_row),
      prefix text NOT NULL CONSTRAINT ocid_prefix_prefix_check CHECK (prefix ~ '^ocds-[a-z0-9]+$')
    )`);
    await runner.query(`INSERT INTO ocid_prefix (prefix) VALUES ('ocds-throughline')`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
