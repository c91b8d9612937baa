import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recipients and workers come in as rows of a file too. */
export class RowsOfPeople1800000000285 implements MigrationInterface {
  name = 'RowsOfPeople1800000000285';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE import DROP CONSTRAINT import_kind_check, ADD CONSTRAINT import_kind_check CHECK (kind IN
         ('organisations', 'service-lines', 'purchases', 'facts', 'contracts', 'milestones', 'records', 'payments', 'recipients', 'workers'))`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
