import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The view of halts, which replaces the one of the same name. */
export const UNDATED_HALTS_VIEWS = ['undated-halts/halts.sql'];

/**
 * A halt for danger waits for its confirmation also while no calendar says until when: a day that was invented for it is gone,
 * and the sweep of halts writes down the one that the calendars say.
 */
export class UndatedHalts1800000000329 implements MigrationInterface {
  name = 'UndatedHalts1800000000329';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of UNDATED_HALTS_VIEWS) await runner.query(readSql(file));
    await runner.query(`UPDATE contract_halt SET confirm_due = NULL
      WHERE state = 'in_force' AND ground = 'danger_to_recipients' AND decided_at IS NULL`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
