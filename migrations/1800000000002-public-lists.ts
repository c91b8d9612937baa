import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What entities cannot express of the public lists. */
export const PUBLIC_LISTS_BEYOND_ENTITIES = ['public-lists/tenders.sql'];

/** Rows of their own for what everybody is shown in lists, written for what is published already. */
export class PublicLists1800000000002 implements MigrationInterface {
  name = 'PublicLists1800000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['public-lists/tables.sql', ...PUBLIC_LISTS_BEYOND_ENTITIES]) await runner.query(readSql(file));
    await runner.query('SELECT publish_tenders(ARRAY(SELECT id FROM tender))');
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
