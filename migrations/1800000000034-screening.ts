import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

export const SCREENING_BEYOND_ENTITIES = ['screening/baselines.sql'];
/** What `desk` reads of markets and groups. */
export const SCREENING_VIEWS = ['screening/watch.sql'];

/** Markets, their groups of bidders, baselines that are never changed, and runs that screen them. */
export class Screening1800000000034 implements MigrationInterface {
  name = 'Screening1800000000034';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['screening/tables.sql', ...SCREENING_BEYOND_ENTITIES, ...SCREENING_VIEWS])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
