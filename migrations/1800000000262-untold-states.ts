import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** States that wait for somebody and were on nobody's list. */
export const UNTOLD_STATES_VIEWS = [
  'untold-states/tenders.sql',
  'untold-states/contracts.sql',
  'untold-states/continuity.sql',
  'untold-states/evaluations.sql',
];

/** Notices without an address, drafts that cannot be signed and published evaluations are tasks. */
export class UntoldStates1800000000262 implements MigrationInterface {
  name = 'UntoldStates1800000000262';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of UNTOLD_STATES_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
