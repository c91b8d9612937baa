import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An endpoint may end for good. */
export class EndedEndpoints1800000000153 implements MigrationInterface {
  name = 'EndedEndpoints1800000000153';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE webhook_endpoint
      DROP CONSTRAINT webhook_endpoint_state_check,
      ADD CONSTRAINT webhook_endpoint_state_check CHECK (state IN ('active', 'disabled', 'ended'))`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
