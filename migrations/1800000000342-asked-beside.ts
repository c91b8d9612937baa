import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The view of the steps of a panel, which replaces the one of the same name. */
export const ASKED_BESIDE_VIEWS = ['asked-beside/reviews.sql'];

/** While one explanation of a low price is awaited another may be asked for. */
export class AskedBeside1800000000342 implements MigrationInterface {
  name = 'AskedBeside1800000000342';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ASKED_BESIDE_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
