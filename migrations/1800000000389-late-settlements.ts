import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Contracts of which something came after their last period was settled. */
export const LATE_SETTLEMENTS_VIEWS = ['late-settlements/payments.sql'];

/** What is recorded or agreed on after the last settlement is a task of the agency, too. */
export class LateSettlements1800000000389 implements MigrationInterface {
  name = 'LateSettlements1800000000389';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of LATE_SETTLEMENTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
