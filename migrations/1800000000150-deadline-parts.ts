import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What `desk` reads of flags and of days of law, anew. */
export const DEADLINE_PARTS_VIEWS = 'deadline-parts/watch.sql';

/** A day of law says of which lot or payment it is, by which rule, and what ends it. */
export class DeadlineParts1800000000150 implements MigrationInterface {
  name = 'DeadlineParts1800000000150';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readSql(DEADLINE_PARTS_VIEWS));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
