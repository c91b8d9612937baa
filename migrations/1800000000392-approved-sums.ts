import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What of a request for another method is compared with the audit: its sum, too. */
export const APPROVED_SUMS_BEYOND_ENTITIES = ['approved-sums/rows.sql'];

/** Another method is approved for what the lots may cost on that day; of earlier approvals that is not known. */
export class ApprovedSums1800000000392 implements MigrationInterface {
  name = 'ApprovedSums1800000000392';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE method_approval ADD COLUMN amount bigint CHECK (amount >= 0)`);
    for (const file of APPROVED_SUMS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
