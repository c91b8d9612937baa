import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A complaint that named a challenge before it kept what it was about until then is told that by the audit of its receipt. */
export class StatedStages1800000000300 implements MigrationInterface {
  name = 'StatedStages1800000000300';

  async up(runner: QueryRunner): Promise<void> {
    // One that named a challenge as it was received, or whose receipt says no stage, has none that is known for certain.
    await runner.query(
      `UPDATE complaint x SET stated_stage = a.stage
       FROM (SELECT e.aggregate_id, min(e.data ->> 'stage') AS stage
         FROM (SELECT aggregate_id, convert_from(canonical, 'UTF8')::jsonb -> 'data' AS data FROM audit_entry
           WHERE aggregate_type = 'complaint' AND action = 'received') e
         GROUP BY e.aggregate_id HAVING count(*) = 1 AND bool_and(jsonb_typeof(e.data -> 'challenge') = 'null')) a
       WHERE a.aggregate_id = x.id::text AND x.challenge_id IS NOT NULL AND x.stated_stage IS NULL
         AND a.stage IN ('documents', 'process', 'result', 'failure')`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
