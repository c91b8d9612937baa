import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What notes a publication also while nobody has saved a search. */
export const NOTED_ANNOUNCEMENTS_BEYOND_ENTITIES = ['saved-searches/noted-announcements.sql'];

/** A search is told of what was not committed yet when it was saved. */
export class NotedAnnouncements1800000000131 implements MigrationInterface {
  name = 'NotedAnnouncements1800000000131';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE saved_search ADD COLUMN seen text NOT NULL DEFAULT pg_current_snapshot()::text`);
    // What waits to be looked for goes by its instant alone, as before: the first transaction of all is in every snapshot.
    await runner.query(`ALTER TABLE announced_tender ADD COLUMN transaction text NOT NULL DEFAULT '3'`);
    await runner.query(`ALTER TABLE announced_tender ALTER COLUMN transaction SET DEFAULT pg_current_xact_id()::text`);
    for (const file of NOTED_ANNOUNCEMENTS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
