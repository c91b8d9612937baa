import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What notes that a tender became public. */
export const SAVED_SEARCHES_BEYOND_ENTITIES = ['saved-searches/announcements.sql'];

/** Searches that tell their holders of what is newly published. */
export class SavedSearches1800000000115 implements MigrationInterface {
  name = 'SavedSearches1800000000115';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE saved_search (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         user_id uuid NOT NULL REFERENCES app_user,
         place integer NOT NULL CONSTRAINT saved_search_place_check CHECK (place BETWEEN 1 AND 20),
         name text NOT NULL,
         filters jsonb NOT NULL CONSTRAINT saved_search_filters_check CHECK (jsonb_typeof(filters) = 'object'),
         created_at timestamptz NOT NULL DEFAULT clock_timestamp()
       )`,
    );
    await runner.query(`CREATE UNIQUE INDEX saved_search_place ON saved_search (user_id, place)`);
    await runner.query(
      `CREATE TABLE announced_tender (
         id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
         tender_id uuid NOT NULL,
         at timestamptz NOT NULL DEFAULT clock_timestamp()
       )`,
    );
    await runner.query(`ALTER TABLE notification ADD search_id uuid REFERENCES saved_search ON DELETE SET NULL`);
    await runner.query(`CREATE INDEX notification_search ON notification (search_id) WHERE search_id IS NOT NULL`);
    await runner.query(
      `CREATE INDEX notification_found ON notification (created_at) WHERE kind = 'saved_search_found'`,
    );
    for (const file of [...SAVED_SEARCHES_BEYOND_ENTITIES, 'saved-searches/tenders.sql'])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
