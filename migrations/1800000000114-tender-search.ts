import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** How published tenders are searched; the function replaces that of the same name. */
export const TENDER_SEARCH_BEYOND_ENTITIES = ['tender-search/tenders.sql'];

/** Tenders are found by words, budget and the deadline that published facts say. */
export class TenderSearch1800000000114 implements MigrationInterface {
  name = 'TenderSearch1800000000114';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE tender ADD COLUMN published_deadline_at timestamptz`);
    await runner.query(`ALTER TABLE public_tender ADD COLUMN deadline_at timestamptz`);
    await runner.query(`CREATE INDEX public_tender_budget ON public_tender (budget, id)`);
    await runner.query(`CREATE INDEX public_tender_deadline ON public_tender (deadline_at, id)`);
    for (const file of TENDER_SEARCH_BEYOND_ENTITIES) await runner.query(readSql(file));
    // What was recorded before did not keep which facts the deadline is of.
    await runner.query(
      `UPDATE tender t SET published_deadline_at = 'infinity'
       WHERE t.conducted = 'elsewhere' AND t.deadline_at IS NOT NULL AND EXISTS (SELECT FROM fact f WHERE f.subject_type = 'tender'
         AND f.subject_id = t.id AND f.data ? 'deadline' AND NOT (f.source ->> 'kind' IN ('notice', 'reconstruction')))`,
    );
    await runner.query(`SELECT publish_tenders(ARRAY(SELECT id FROM tender))`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
