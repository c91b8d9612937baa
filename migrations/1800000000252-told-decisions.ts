import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What tells the product of rows that say who did one half of a step of two persons. */
export const TOLD_DECISIONS_BEYOND_ENTITIES = ['told-decisions/rows.sql'];

/** The audit holds what approvals of payments and methods, results of lots and openings say, too. */
export class ToldDecisions1800000000252 implements MigrationInterface {
  name = 'ToldDecisions1800000000252';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of TOLD_DECISIONS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
