import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What entities cannot express of the lots' own words. */
export const LOTS_BEYOND_ENTITIES = ['lots/lot-lines.sql'];

/** The views of the room with the lots' own words. */
export const LOTS_VIEWS = 'lots/tenders.sql';

/** A lot has words of its own: window, service lines, and members of the documents. */
export class Lots1800000000005 implements MigrationInterface {
  name = 'Lots1800000000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['lots/tables.sql', ...LOTS_BEYOND_ENTITIES, LOTS_VIEWS]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
