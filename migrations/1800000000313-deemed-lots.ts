import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** When a lot is deemed confirmed beside a remedy; the function replaces that of the same name. */
export const DEEMED_LOTS_BEYOND_ENTITIES = ['deemed-lots/lot-state.sql'];

/** A remedy that is carried out on a lot, or does not touch it, holds its confirmation no longer. */
export class DeemedLots1800000000313 implements MigrationInterface {
  name = 'DeemedLots1800000000313';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of DEEMED_LOTS_BEYOND_ENTITIES) await runner.query(readSql(file));
    // The public rows say when the clock confirms.
    await runner.query(
      `SELECT publish_tenders(ARRAY(SELECT id FROM tender WHERE conducted = 'here' AND published AND state = 'reviewed'))`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
