import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What `desk` reads of what one person proposed and another decides. */
export const PROPOSALS_VIEWS = ['proposals/views.sql'];
/** Views of awards and remedies, anew. */
export const PROPOSALS_AWARDS_VIEWS = 'proposals/awards.sql';

/** What waits for a second person; who else answers a complaint; when a challenge or a complaint was posted. */
export class Proposals1800000000025 implements MigrationInterface {
  name = 'Proposals1800000000025';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['proposals/tables.sql', PROPOSALS_AWARDS_VIEWS, ...PROPOSALS_VIEWS])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
