import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** States in which something was left that somebody has to take up: failed lots, programmes of past years, halted and reopened work. */
export const LEFT_STATES_VIEWS = ['left-states/tenders.sql', 'left-states/contracts.sql'];

/** A failed lot, a programme whose year is over, work that was suspended and work to be mended are tasks of whoever goes on with them. */
export class LeftStates1800000000282 implements MigrationInterface {
  name = 'LeftStates1800000000282';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of LEFT_STATES_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
