import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

export const MERGED_BODIES_BEYOND_ENTITIES = ['merged-bodies/functions.sql'];
/** What `watch` and `desk` read of records, merges and published evaluations, anew. */
export const MERGED_BODIES_VIEWS = ['merged-bodies/organisations.sql', 'merged-bodies/evaluations.sql'];

/** Two records of one body become one, and two again where that was wrong. */
export class MergedBodies1800000000165 implements MigrationInterface {
  name = 'MergedBodies1800000000165';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['merged-bodies/tables.sql', ...MERGED_BODIES_BEYOND_ENTITIES, ...MERGED_BODIES_VIEWS])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
