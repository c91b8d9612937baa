import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Functions and triggers that replace those of the same name. */
export const LIGHTER_TRIGGERS_BEYOND_ENTITIES = ['lighter-triggers/triggers.sql'];

/** What an import fires for each row costs less. */
export class LighterTriggers1800000000272 implements MigrationInterface {
  name = 'LighterTriggers1800000000272';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of LIGHTER_TRIGGERS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
