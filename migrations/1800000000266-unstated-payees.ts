import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Contracts whose agency has not said to which account it is paid. */
export const UNSTATED_PAYEES_VIEWS = ['unstated-payees/payments.sql'];

/** That a body states its account is its task before it is to be paid. */
export class UnstatedPayees1800000000266 implements MigrationInterface {
  name = 'UnstatedPayees1800000000266';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of UNSTATED_PAYEES_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
