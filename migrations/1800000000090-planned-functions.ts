import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Functions that replace those of the same names. */
export const PLANNED_BEYOND_ENTITIES = ['planned-functions/hot.sql'];

/** Functions that every request calls keep their plans. */
export class PlannedFunctions1800000000090 implements MigrationInterface {
  name = 'PlannedFunctions1800000000090';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of PLANNED_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
