import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Rooms that publish views, in the order in which these read each other's. */
const ROOMS = [
  'kernel',
  'organisations',
  'accounts',
  'communities',
  'programmes',
  'tenders',
  'bids',
  'reviews',
  'awards',
  'contracts',
  'delivery',
  'surveys',
  'acceptance',
  'evaluations',
  'payments',
  'continuity',
  'watch',
];

/** What each room lets `watch` and `desk` read of its tables. */
export const VIEWS = ROOMS.map((room) => `views/${room}.sql`);

/** Views that `watch` and `desk` read instead of the tables of other rooms. */
export class Views1800000000004 implements MigrationInterface {
  name = 'Views1800000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
