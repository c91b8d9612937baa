import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What may change of a slip that was used; function and trigger replace those of the same name. */
export const REPRINTED_SLIPS_BEYOND_ENTITIES = ['reprinted-slips/slips.sql'];

/** A slip is printed again whether it was used or not. */
export class ReprintedSlips1800000000268 implements MigrationInterface {
  name = 'ReprintedSlips1800000000268';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE survey_slip DROP CONSTRAINT survey_slip_was_printed`);
    for (const file of REPRINTED_SLIPS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
