import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A challenge or complaint that came on paper says who recorded it; what was filed here has none. Its correction and its
 * withdrawal on paper stand beside it.
 */
export class RecordedRemedies1800000000284 implements MigrationInterface {
  name = 'RecordedRemedies1800000000284';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['challenge', 'complaint'])
      await runner.query(
        `ALTER TABLE ${table} ADD COLUMN recorded_by text CHECK (recorded_by IN ('buyer', 'agent', 'authority')),
           ADD COLUMN papers jsonb NOT NULL DEFAULT '[]'`,
      );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
