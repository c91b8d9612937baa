import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What failed, for whoever administers the system. */
export const FAILED_WORK_VIEWS = 'failed-work/kernel.sql';

/** Work whose attempts ran out is a task of whoever can put it back. */
export class FailedWork1800000000271 implements MigrationInterface {
  name = 'FailedWork1800000000271';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readSql(FAILED_WORK_VIEWS));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
