import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** How a new name waits for those who publish; the function replaces that of the same name. */
export const RENAMES_BEYOND_ENTITIES = ['renames-in-order/names.sql'];

/** A new name locks tenders before the row of its body or line, as whoever writes a tender does. */
export class RenamesInOrder1800000000255 implements MigrationInterface {
  name = 'RenamesInOrder1800000000255';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of RENAMES_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
