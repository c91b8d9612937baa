import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Awards, bids and contracts with what of them is published where that is not what is known. */
export const PUBLISHED_WORDS_VIEWS = [
  'published-words/awards.sql',
  'published-words/bids.sql',
  'published-words/contracts.sql',
];

/** What is recorded of a purchase is public member by member, each where a publication tells it. */
export class PublishedWords1800000000384 implements MigrationInterface {
  name = 'PublishedWords1800000000384';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['bid', 'award', 'contract'])
      await runner.query(`ALTER TABLE ${table} ADD COLUMN published_as jsonb`);
    await runner.query(`ALTER TABLE lot ADD COLUMN published_bid_count integer`);
    await runner.query(readSql('published-words/rows.sql'));
    await runner.query(`CREATE INDEX contract_published_as ON contract (created_at) WHERE published_as IS NOT NULL`);
    for (const file of PUBLISHED_WORDS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
