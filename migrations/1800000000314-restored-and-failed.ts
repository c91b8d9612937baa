import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** A view that replaces the one of the same name. */
export const RESTORED_AND_FAILED_VIEWS = ['restored-and-failed/tenders.sql'];

/** By what a bid was restored is kept with it; a lot that failed waits for no further round while an earlier one goes on. */
export class RestoredAndFailed1800000000314 implements MigrationInterface {
  name = 'RestoredAndFailed1800000000314';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE bid ADD COLUMN restored_by text CONSTRAINT bid_restored_by_check
      CHECK (restored_by IN ('hash', 'last_receipt', 'receipt'))`);
    for (const file of RESTORED_AND_FAILED_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
