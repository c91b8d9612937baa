import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Another method for lots of a tender that failed; why an opening began late. */
export class MethodChanges1800000000017 implements MigrationInterface {
  name = 'MethodChanges1800000000017';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['method-changes/tables.sql', 'method-changes/openings.sql']) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
