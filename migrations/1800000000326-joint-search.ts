import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Functions that replace those of the same name, and an index that no entity says. */
export const JOINT_SEARCH_BEYOND_ENTITIES = ['joint-search/names.sql'];
/** What saved searches read of tenders, anew. */
export const JOINT_SEARCH_VIEWS = ['joint-search/published-tenders.sql'];

/** Tenders are found by who buys together with their buyer. */
export class JointSearch1800000000326 implements MigrationInterface {
  name = 'JointSearch1800000000326';

  async up(runner: QueryRunner): Promise<void> {
    // In the order of who writes a purchase, whose public row comes last.
    await runner.query(`LOCK TABLE tender IN SHARE ROW EXCLUSIVE MODE`);
    await runner.query(`ALTER TABLE public_tender ADD COLUMN joint_buyers uuid[] DEFAULT '{}' NOT NULL`);
    for (const file of [...JOINT_SEARCH_BEYOND_ENTITIES, ...JOINT_SEARCH_VIEWS]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
