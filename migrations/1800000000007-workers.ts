import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What entities cannot express of them. */
export const WORKERS_BEYOND_ENTITIES = ['workers/served-by.sql', 'workers/service-line-days.sql'];
/** What `watch` and `desk` read of it. */
export const WORKERS_VIEWS = ['workers/views/delivery.sql'];

/** Who works for an agency, and who served by each record. */
export class Workers1800000000007 implements MigrationInterface {
  name = 'Workers1800000000007';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['workers/tables.sql', ...WORKERS_BEYOND_ENTITIES, ...WORKERS_VIEWS])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
