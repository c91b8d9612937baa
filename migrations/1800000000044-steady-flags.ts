import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a market has facts that no screening has looked at; null: it is as it was screened. */
export class SteadyFlags1800000000044 implements MigrationInterface {
  name = 'SteadyFlags1800000000044';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE market ADD COLUMN unscreened_since timestamptz');
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
