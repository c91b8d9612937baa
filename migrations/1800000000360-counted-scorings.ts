import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The view of who scored, which replaces the one of the same name. */
export const COUNTED_SCORINGS_VIEWS = ['counted-scorings/evaluations.sql'];

/** Who scored for an evaluator that was replaced scored nothing that counts. */
export class CountedScorings1800000000360 implements MigrationInterface {
  name = 'CountedScorings1800000000360';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of COUNTED_SCORINGS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
