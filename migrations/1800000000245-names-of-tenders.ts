import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What keeps the names by which a public tender is found; the index replaces that of the same name. */
export const TENDER_NAMES_BEYOND_ENTITIES = ['tender-names/names.sql'];

/** Tenders are found by the names of their buyer, lots and service lines too. */
export class NamesOfTenders1800000000245 implements MigrationInterface {
  name = 'NamesOfTenders1800000000245';

  async up(runner: QueryRunner): Promise<void> {
    // In the order of who writes a purchase, whose public row comes last.
    await runner.query(`LOCK TABLE lot, tender, organisation, service_line IN SHARE ROW EXCLUSIVE MODE`);
    await runner.query(`ALTER TABLE public_tender ADD COLUMN names text NOT NULL DEFAULT ''`);
    for (const file of [...TENDER_NAMES_BEYOND_ENTITIES, 'tender-names/published-tenders.sql'])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
