import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Triggers in place of those of each new or changed row. */
export const TOLD_STATEMENTS_BEYOND_ENTITIES = ['told-statements/rows.sql'];

/** Rows of a purchase that one statement changed are told together. */
export class ToldStatements1800000000190 implements MigrationInterface {
  name = 'ToldStatements1800000000190';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of TOLD_STATEMENTS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
