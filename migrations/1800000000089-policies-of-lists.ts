import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What keeps the policies of a public tender as those of its lots. */
export const POLICIES_BEYOND_ENTITIES = ['public-lists/policies.sql'];

/** The public list finds tenders by the policies of their lots without reading the lots. */
export class PoliciesOfLists1800000000089 implements MigrationInterface {
  name = 'PoliciesOfLists1800000000089';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE public_tender ADD COLUMN sme_kinds text[] NOT NULL DEFAULT '{}'`);
    for (const file of POLICIES_BEYOND_ENTITIES) await runner.query(readSql(file));
    await runner.query(`CREATE INDEX public_tender_state_created ON public_tender (state, created_at, id)`);
    await runner.query(`UPDATE public_tender SET sme_kinds = '{}' WHERE conducted = 'here'`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
