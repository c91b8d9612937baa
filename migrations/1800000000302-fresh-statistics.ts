import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

export const FRESH_STATISTICS_BEYOND_ENTITIES = ['fresh-statistics/analyze.sql'];

/** A long transaction has the tables counted that it writes, or its statements are planned for empty ones. */
export class FreshStatistics1800000000302 implements MigrationInterface {
  name = 'FreshStatistics1800000000302';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of FRESH_STATISTICS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
