import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What outsiders see of a draft whose intent is published; the function replaces that of the same name. */
export const INTENT_VERSIONS_BEYOND_ENTITIES = ['intent-versions/tenders.sql'];

/** A published intent has the version and instant of its publication; one of before has those that it is shown with today. */
export class VersionsOfIntents1800000000254 implements MigrationInterface {
  name = 'VersionsOfIntents1800000000254';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of INTENT_VERSIONS_BEYOND_ENTITIES) await runner.query(readSql(file));
    await runner.query(`
      UPDATE tender SET intended = intended || jsonb_build_object('version', version, 'updatedAt', updated_at::text)
      WHERE intended IS NOT NULL AND state IN ('draft', 'in_review', 'planned', 'intent_published')`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
