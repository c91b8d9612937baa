import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The views of the room with the day on which a result was published. */
export const SEVERAL_SUPPLIERS_VIEWS = 'several-suppliers/awards.sql';

/** An award is published on the day of its notice. */
export class SeveralSuppliers1800000000006 implements MigrationInterface {
  name = 'SeveralSuppliers1800000000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of [SEVERAL_SUPPLIERS_VIEWS, 'several-suppliers/rows.sql']) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
