import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which release the schema belongs to; `migrate` writes it. */
export class SchemaLevel1800000000079 implements MigrationInterface {
  name = 'SchemaLevel1800000000079';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE schema_level (
         only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT schema_level_only_row_check CHECK (only_row),
         level integer NOT NULL CONSTRAINT schema_level_level_check CHECK (level > 0)
       )`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
