import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What `desk` reads of states that wait for somebody, a file for each room. */
export const WAITING_VIEWS = [
  'waiting/tenders.sql',
  'waiting/bids.sql',
  'waiting/reviews.sql',
  'waiting/contracts.sql',
  'waiting/delivery.sql',
  'waiting/evaluations.sql',
];

/** Drafts given back, openings, seats of panels, explanations, amendments and requests that wait for somebody. */
export class Waiting1800000000091 implements MigrationInterface {
  name = 'Waiting1800000000091';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of WAITING_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
