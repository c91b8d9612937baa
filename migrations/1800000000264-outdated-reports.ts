import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Reports with whether their figures are out of date; the view has the columns of that of the same name, and one more. */
export const OUTDATED_REPORTS_VIEWS = ['outdated-reports/delivery.sql'];

/** A report whose records have changed since it was submitted is a task to return, no more one to approve. */
export class OutdatedReports1800000000264 implements MigrationInterface {
  name = 'OutdatedReports1800000000264';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of OUTDATED_REPORTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
