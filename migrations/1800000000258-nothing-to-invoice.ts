import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Which instalments wait for an invoice; the view replaces that of the same name. */
export const NOTHING_TO_INVOICE_VIEWS = ['nothing-to-invoice/payments.sql'];

/** An instalment of which nothing is payable waits for no invoice. */
export class NothingToInvoice1800000000258 implements MigrationInterface {
  name = 'NothingToInvoice1800000000258';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of NOTHING_TO_INVOICE_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
