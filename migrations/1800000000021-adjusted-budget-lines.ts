import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a budget line was last adjusted after its programme had been approved. */
export class AdjustedBudgetLines1800000000021 implements MigrationInterface {
  name = 'AdjustedBudgetLines1800000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE budget_line ADD COLUMN adjusted_on date`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
