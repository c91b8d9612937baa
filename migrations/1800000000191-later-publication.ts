import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What writes public rows at the end of a batch; one function replaces that of the same name. */
export const LATER_PUBLICATION_BEYOND_ENTITIES = ['later-publication/tenders.sql'];

/** The public row of a purchase that a batch changes several times is written once. */
export class LaterPublication1800000000191 implements MigrationInterface {
  name = 'LaterPublication1800000000191';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of LATER_PUBLICATION_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
