import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The view of invoices, which replaces the one of the same name. */
export const UNOWED_INVOICES_VIEWS = ['unowed-invoices/payments.sql'];

/** Whether anything is owed with an invoice is read behind it: one with which nothing is, is voided. */
export class UnowedInvoices1800000000388 implements MigrationInterface {
  name = 'UnowedInvoices1800000000388';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of UNOWED_INVOICES_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
