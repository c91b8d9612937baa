import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What entities cannot express of settlements. */
export const SETTLEMENTS_BEYOND_ENTITIES = ['settlements/settlements.sql'];
/** What `desk` reads of them. */
export const SETTLEMENT_VIEWS = ['settlements/payments.sql'];

/** Contracts that are paid by the unit: what each period comes to, and the instalment that follows from it. */
export class Settlements1800000000011 implements MigrationInterface {
  name = 'Settlements1800000000011';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['settlements/tables.sql', ...SETTLEMENTS_BEYOND_ENTITIES, ...SETTLEMENT_VIEWS])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
