import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What says by which rules coverage was counted. */
export const COVERAGE_RULES_BEYOND_ENTITIES = ['coverage-rules/changes.sql'];

/**
 * Workers of the version before go on keeping coverage while this one is rolled out, by rules that know of no delivery: what they
 * keep is not read, and is kept anew. What does not touch a delivered contract is the same by both.
 */
export class CoverageRules1800000000275 implements MigrationInterface {
  name = 'CoverageRules1800000000275';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE kept_coverage ADD COLUMN rules integer NOT NULL DEFAULT 2`);
    await runner.query(`CREATE INDEX kept_coverage_older ON kept_coverage (service_line_id) WHERE rules < 2`);
    for (const file of COVERAGE_RULES_BEYOND_ENTITIES) await runner.query(readSql(file));
    // A contract that was taken over after its delivery has the day that its facts say.
    await runner.query(
      `UPDATE contract c SET delivered_on = d.day FROM (
         SELECT f.subject_id AS id, max((f.data ->> 'on')::date) AS day FROM fact f
         WHERE f.kind = 'delivered' AND f.data ->> 'on' ~ '^\\d{4}-\\d{2}-\\d{2}$'
           AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id) GROUP BY 1
       ) d
       WHERE d.id = c.id AND c.conducted = 'here' AND c.taken_over_at IS NOT NULL AND c.delivered_on IS NULL
         AND c.state NOT IN ('signed', 'active', 'void')`,
    );
    await runner.query(
      `WITH delivered AS (
         SELECT DISTINCT l.service_line_id AS id FROM contract_service_line l JOIN contract c ON c.id = l.contract_id
         WHERE c.delivered_on IS NOT NULL
       ), gone AS (DELETE FROM kept_coverage k USING delivered d WHERE k.service_line_id = d.id)
       INSERT INTO coverage_change (service_line_id) SELECT id FROM delivered`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
