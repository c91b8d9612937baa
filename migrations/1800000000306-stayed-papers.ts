import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** A view that replaces the one of the same name. */
export const STAYED_PAPERS_VIEWS = ['stayed-papers/awards.sql'];

/** Whose paper stays with a complaint recorded it; and which agent recorded a challenge is read from the audit. */
export class StayedPapers1800000000306 implements MigrationInterface {
  name = 'StayedPapers1800000000306';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of STAYED_PAPERS_VIEWS) await runner.query(readSql(file));
    // The entry of its receipt names whom it concerned then: who challenged, the buyer, and the agent that recorded it.
    await runner.query(
      `UPDATE challenge c SET recorder_id = said.agent
       FROM (SELECT x.id, min(a.body::text)::uuid AS agent
         FROM challenge x JOIN audit_entry e ON e.aggregate_type = 'challenge' AND e.aggregate_id = x.id::text AND e.action = 'received'
         CROSS JOIN LATERAL (SELECT DISTINCT coalesce(o.merged_into, o.id) AS body FROM organisation o WHERE o.id = ANY (e.tenants)) a
         WHERE x.recorded_by = 'agent' AND a.body <> ALL (ARRAY[x.challenger_id, x.buyer_id])
         GROUP BY x.id HAVING count(*) = 1) said
       WHERE c.id = said.id AND c.recorder_id IS DISTINCT FROM said.agent`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
