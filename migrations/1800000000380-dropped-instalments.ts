import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The view of instalments, which replaces the one of the same name. */
export const DROPPED_INSTALMENTS_VIEWS = ['dropped-instalments/payments.sql'];

/** Whether an instalment is gone is read behind it: one that is gone keeps no contract open. */
export class DroppedInstalments1800000000380 implements MigrationInterface {
  name = 'DroppedInstalments1800000000380';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of DROPPED_INSTALMENTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
