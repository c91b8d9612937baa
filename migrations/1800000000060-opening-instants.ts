import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What entities cannot express of signed instants. */
export const OPENING_INSTANTS_BEYOND_ENTITIES = ['opening-instants/append-only.sql'];

/** The instants after which bids are opened, and who ordered it, are signed under a key outside the database. */
export class OpeningInstants1800000000060 implements MigrationInterface {
  name = 'OpeningInstants1800000000060';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['opening-instants/tables.sql', ...OPENING_INSTANTS_BEYOND_ENTITIES])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
