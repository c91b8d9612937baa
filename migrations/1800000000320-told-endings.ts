import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** That a lot came to nothing, and what became of a challenge or complaint. */
export const TOLD_ENDINGS_VIEWS = ['told-endings/awards.sql'];

/** Lots that ended are news to who follows them and to whose bids were opened; answers and decisions to who filed what they answer. */
export class ToldEndings1800000000320 implements MigrationInterface {
  name = 'ToldEndings1800000000320';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of TOLD_ENDINGS_VIEWS) await runner.query(readSql(file));
    await runner.query(`CREATE INDEX challenge_challenger ON challenge (challenger_id)`);
    await runner.query(`CREATE INDEX complaint_complainant ON complaint (complainant_id)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
