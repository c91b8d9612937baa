import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Views that replace those of the same names, and one of the facts of plans. */
export const FOLLOWED_GUARDS_VIEWS = [
  'followed-guards/payments.sql',
  'followed-guards/reviews.sql',
  'followed-guards/continuity.sql',
  'followed-guards/awards.sql',
  'followed-guards/contracts.sql',
];

/** What waits for a payment and for a review is what the guards of their steps permit; a plan that lapsed is none of what comes next; ties are of whom a result may name. */
export class FollowedGuards1800000000308 implements MigrationInterface {
  name = 'FollowedGuards1800000000308';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of FOLLOWED_GUARDS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
