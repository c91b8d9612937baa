import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A draw of experts that was prepared and is not wanted any more may be withdrawn. */
export class WithdrawnDraws1800000000041 implements MigrationInterface {
  name = 'WithdrawnDraws1800000000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE expert_draw DROP CONSTRAINT expert_draw_state_check,
         ADD CONSTRAINT expert_draw_state_check CHECK (state IN ('prepared', 'drawn', 'withdrawn'))`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
