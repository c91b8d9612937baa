import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Views of panels, which replace those of the same names. */
export const TOLD_AS_REFUSED_VIEWS = ['told-as-refused/reviews.sql'];

/** Bids that nobody could read are to be checked too, and an expert who has come to sit in a joint buyer is to be replaced. */
export class ToldAsRefused1800000000363 implements MigrationInterface {
  name = 'ToldAsRefused1800000000363';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of TOLD_AS_REFUSED_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
