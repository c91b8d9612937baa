import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A target that failed rests, so that it holds up no other. */
export class RestingTargets1800000000111 implements MigrationInterface {
  name = 'RestingTargets1800000000111';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE delivery_target ADD rest_until timestamptz`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
