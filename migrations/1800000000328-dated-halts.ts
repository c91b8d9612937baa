import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The view of halts, which replaces the one of the same name. */
export const DATED_HALTS_VIEWS = ['dated-halts/halts.sql'];

/** The last day of a halt: what nobody ordered by then waits for nobody. */
export class DatedHalts1800000000328 implements MigrationInterface {
  name = 'DatedHalts1800000000328';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of DATED_HALTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
