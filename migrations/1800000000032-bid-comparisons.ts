import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What entities cannot express of compared bids. */
export const COMPARISONS_BEYOND_ENTITIES = ['comparisons/indexes.sql'];

/** The words of opened bids, and what the bids of a lot have in common. */
export class BidComparisons1800000000032 implements MigrationInterface {
  name = 'BidComparisons1800000000032';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['comparisons/tables.sql', ...COMPARISONS_BEYOND_ENTITIES]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
