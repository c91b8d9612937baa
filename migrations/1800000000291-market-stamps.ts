import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what a market was last looked at, and what was stored of it: one that is as it was is not judged again. */
export class MarketStamps1800000000291 implements MigrationInterface {
  name = 'MarketStamps1800000000291';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE market ADD COLUMN stamp uuid`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
