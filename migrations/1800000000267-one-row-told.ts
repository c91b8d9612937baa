import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The function replaces that of the same name. */
export const ONE_ROW_TOLD_BEYOND_ENTITIES = ['one-row-told/rows.sql'];

/** A statement that changed one row tells it without a query. */
export class OneRowTold1800000000267 implements MigrationInterface {
  name = 'OneRowTold1800000000267';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ONE_ROW_TOLD_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
