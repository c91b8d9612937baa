import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Who works for an agency. */
export class Workers1800000000007 implements MigrationInterface {
  name = 'Workers1800000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readSql('workers/tables.sql'));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
