import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What keeps the amounts by which a public tender is found beside its budget. */
export const LOT_AMOUNTS_BEYOND_ENTITIES = ['tender-amounts/lots.sql'];
/** What saved searches read of tenders, anew. */
export const LOT_AMOUNTS_VIEWS = ['tender-amounts/published-tenders.sql'];

/** Tenders are found by the money of their lots too. */
export class AmountsOfLots1800000000246 implements MigrationInterface {
  name = 'AmountsOfLots1800000000246';

  async up(runner: QueryRunner): Promise<void> {
    // In the order of who writes a purchase, whose public row comes last.
    await runner.query(`LOCK TABLE lot, tender IN SHARE ROW EXCLUSIVE MODE`);
    await runner.query(`ALTER TABLE public_tender ADD COLUMN lot_amounts int8multirange`);
    for (const file of [...LOT_AMOUNTS_BEYOND_ENTITIES, ...LOT_AMOUNTS_VIEWS]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
