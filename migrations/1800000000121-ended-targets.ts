import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No more deliveries for accounts that ended; a few of each target at a time; what was never delivered is forgotten too. */
export class EndedTargets1800000000121 implements MigrationInterface {
  name = 'EndedTargets1800000000121';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE delivery_target ADD ended_at timestamptz`);
    await runner.query(`DROP INDEX delivery_due`);
    await runner.query(`CREATE INDEX delivery_due ON delivery (target_id, next_attempt_at) WHERE state = 'pending'`);
    await runner.query(`DROP INDEX delivery_finished`);
    await runner.query(`CREATE INDEX delivery_finished ON delivery (state, finished_at) WHERE state <> 'pending'`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
