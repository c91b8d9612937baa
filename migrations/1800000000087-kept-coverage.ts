import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What tells that kept coverage is no more what it was. */
export const KEPT_COVERAGE_BEYOND_ENTITIES = ['kept-coverage/changes.sql'];

/** Statistics read the coverage of lines and compute what has changed. */
export class KeptCoverage1800000000087 implements MigrationInterface {
  name = 'KeptCoverage1800000000087';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['kept-coverage/tables.sql', ...KEPT_COVERAGE_BEYOND_ENTITIES])
      await runner.query(readSql(file));
    await runner.query(`INSERT INTO coverage_change (service_line_id) SELECT id FROM service_line`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
