import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Indexes on parts of a column. */
export const ORDERED_LISTS_BEYOND_ENTITIES = ['ordered-lists/places.sql'];

/** Lists of purchases, contracts and notices read a page for a page, however many there are. */
export class OrderedLists1800000000085 implements MigrationInterface {
  name = 'OrderedLists1800000000085';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['ordered-lists/tables.sql', ...ORDERED_LISTS_BEYOND_ENTITIES])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
