import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The view of results, which replaces the one of the same name. */
export const PROPOSED_RANKS_VIEWS = ['proposed-ranks/awards.sql'];

/** The next rank of a lot waits for others than who proposed it. */
export class ProposedRanks1800000000338 implements MigrationInterface {
  name = 'ProposedRanks1800000000338';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of PROPOSED_RANKS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
