import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what a bid was restored is kept with it. */
export class RestoredAndFailed1800000000314 implements MigrationInterface {
  name = 'RestoredAndFailed1800000000314';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE bid ADD COLUMN restored_by text CONSTRAINT bid_restored_by_check
      CHECK (restored_by IN ('hash', 'last_receipt', 'receipt'))`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
