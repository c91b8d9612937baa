import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** More of what `desk` reads of states that wait for somebody, a file for each room; that of tenders takes the place of an earlier one. */
export const AWAITED_VIEWS = [
  'awaited/communities.sql',
  'awaited/programmes.sql',
  'awaited/tenders.sql',
  'awaited/reviews.sql',
  'awaited/awards.sql',
  'awaited/contracts.sql',
  'awaited/delivery.sql',
  'awaited/surveys.sql',
  'awaited/evaluations.sql',
  'awaited/payments.sql',
  'awaited/continuity.sql',
];

/** Since when a draft is back from its approver: a row of the audit may have been moved away. */
const RETURNED = `
  UPDATE tender t SET returned_at = e.at
  FROM (SELECT DISTINCT ON (aggregate_id) aggregate_id, at, action FROM audit_entry
    WHERE aggregate_type = 'tender' AND action IN ('submit', 'return', 'revise') ORDER BY aggregate_id, seq DESC) e
  WHERE e.aggregate_id = t.id::text AND e.action = 'return' AND t.state = 'draft' AND t.conducted = 'here'`;

/** States that wait for somebody: needs, programmes, panels, talks, ties, contents, visits, surveys, schemes, instalments, handovers. */
export class Awaited1800000000117 implements MigrationInterface {
  name = 'Awaited1800000000117';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE tender ADD returned_at timestamptz`);
    await runner.query(RETURNED);
    for (const file of AWAITED_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
