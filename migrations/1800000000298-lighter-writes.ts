import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Functions that replace those of the same name. */
export const LIGHTER_WRITES_BEYOND_ENTITIES = ['lighter-writes/functions.sql'];
/** A view that replaces the one of the same name. */
export const LIGHTER_WRITES_VIEWS = ['lighter-writes/served.sql'];

/** What a recorded fact and a record of service fire costs less, and what is assessed after them. */
export class LighterWrites1800000000298 implements MigrationInterface {
  name = 'LighterWrites1800000000298';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of [...LIGHTER_WRITES_BEYOND_ENTITIES, ...LIGHTER_WRITES_VIEWS]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
