import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** A function that replaces the one of the same name. */
export const POINTED_PUBLISHING_BEYOND_ENTITIES = ['pointed-publishing/tenders.sql'];

/** Whether a tender is published no more is asked of the tenders that changed, not of all. */
export class PointedPublishing1800000000293 implements MigrationInterface {
  name = 'PointedPublishing1800000000293';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of POINTED_PUBLISHING_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
