import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Needs that wait for a step; the view replaces that of the same name. */
export const KEPT_SUGGESTIONS_VIEWS = ['kept-suggestions/communities.sql'];

/** What residents suggest where nobody keeps the community is a task of the bodies that answer for its lines. */
export class KeptSuggestions1800000000270 implements MigrationInterface {
  name = 'KeptSuggestions1800000000270';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of KEPT_SUGGESTIONS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
