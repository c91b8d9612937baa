import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Beside the open-tender threshold the purchase limit, from which on a purchase is one of the law of procurement. */
export class PurchaseLimits1800000000012 implements MigrationInterface {
  name = 'PurchaseLimits1800000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readSql('limits/tables.sql'));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
