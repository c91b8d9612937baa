import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Periods of contracts that nobody has settled. */
export const OWED_ACTS_VIEWS = ['owed-acts/payments.sql'];

/** A period that is over and was not settled is a task of the agency. */
export class OwedActs1800000000261 implements MigrationInterface {
  name = 'OwedActs1800000000261';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of OWED_ACTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
