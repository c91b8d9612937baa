import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What tells the product which rows changed: a digest of each, and a trigger. */
export const TOLD_ROWS_BEYOND_ENTITIES = [
  'told-rows/kernel.sql',
  'told-rows/accounts.sql',
  'told-rows/tenders.sql',
  'told-rows/bids.sql',
  'told-rows/reviews.sql',
  'told-rows/awards.sql',
  'told-rows/contracts.sql',
  'told-rows/payments.sql',
];

/** The audit holds what rows of a purchase and its seats say, so that one that was changed by SQL is named. */
export class ToldRows1800000000082 implements MigrationInterface {
  name = 'ToldRows1800000000082';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of TOLD_ROWS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
