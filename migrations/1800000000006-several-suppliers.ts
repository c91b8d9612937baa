import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What entities cannot express of several suppliers of a lot. */
export const SEVERAL_SUPPLIERS_BEYOND_ENTITIES = ['several-suppliers/awards-of-lot.sql'];

/** The views of the room with the day on which a result was published, and whether an award is one of several. */
const SEVERAL_SUPPLIERS_VIEWS = 'several-suppliers/awards.sql';

/** A lot may have several suppliers, each with an award; an award is published on the day of its notice. */
export class SeveralSuppliers1800000000006 implements MigrationInterface {
  name = 'SeveralSuppliers1800000000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of [
      'several-suppliers/tables.sql',
      'several-suppliers/rows.sql',
      ...SEVERAL_SUPPLIERS_BEYOND_ENTITIES,
      SEVERAL_SUPPLIERS_VIEWS,
    ])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
