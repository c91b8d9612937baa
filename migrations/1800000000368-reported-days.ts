import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** A view of contracts, of the room of purchases. */
export const REPORTED_DAYS_VIEWS = ['reported-days/contracts.sql'];

/** Days on which something was mended that an acceptance found wanting are reported on too. */
export class ReportedDays1800000000368 implements MigrationInterface {
  name = 'ReportedDays1800000000368';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of REPORTED_DAYS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
