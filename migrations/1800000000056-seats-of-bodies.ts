import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What `desk` reads of it. */
const REQUEST_VIEWS = ['seats-of-bodies/accounts.sql'];

/**
 * Seats belong to the body: one that others give waits for its manager, codes of accounts take two administrators, and what
 * was asked for is kept. Seats that were given before reach back without a limit; who was shown a code before is not known.
 */
export class SeatsOfBodies1800000000056 implements MigrationInterface {
  name = 'SeatsOfBodies1800000000056';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['seats-of-bodies/tables.sql', ...REQUEST_VIEWS]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
