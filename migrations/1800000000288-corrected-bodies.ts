import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What `desk` reads of requests. */
export const CORRECTED_BODIES_VIEWS = ['corrected-bodies/accounts.sql'];

/** What a body is known by, while people sit in it, is corrected by two administrators: a third thing that one asks of another. */
export class CorrectedBodies1800000000288 implements MigrationInterface {
  name = 'CorrectedBodies1800000000288';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE account_request
        ALTER COLUMN user_id DROP NOT NULL,
        ADD COLUMN correction jsonb,
        ADD COLUMN ground text,
        ADD COLUMN applied_at timestamptz,
        DROP CONSTRAINT account_request_asks,
        ADD CONSTRAINT account_request_asks CHECK (CASE WHEN correction IS NULL
          THEN user_id IS NOT NULL AND num_nonnulls(role, code_hash) > 0 AND num_nonnulls(ground, applied_at) = 0
          ELSE num_nonnulls(user_id, role, code_hash) = 0 AND num_nonnulls(organisation_id, ground) = 2 END)`);
    for (const file of CORRECTED_BODIES_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
