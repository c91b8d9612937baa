import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The view of seats in panels, which replaces the one of the same name. */
export const DECLARED_OF_ALL_VIEWS = ['declared-of-all/reviews.sql'];

/** A member has declared once it spoke of every bid that stands, also of one that came back. */
export class DeclaredOfAll1800000000362 implements MigrationInterface {
  name = 'DeclaredOfAll1800000000362';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of DECLARED_OF_ALL_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
