import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What a version before acknowledges passes at once. */
export const PASSING_DAYS_BEYOND_ENTITIES = ['passing-days/handovers.sql'];

/** Recipients who were taken over pass on the day on which what follows begins; those of before passed at once. */
export class PassingDays1800000000333 implements MigrationInterface {
  name = 'PassingDays1800000000333';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE handover ADD COLUMN passes_on date, ADD COLUMN passed_at timestamptz`);
    await runner.query(
      `UPDATE handover SET passes_on = acknowledged_on, passed_at = since WHERE state = 'acknowledged'`,
    );
    await runner.query(
      `ALTER TABLE handover ADD CONSTRAINT handover_passes_once_acknowledged CHECK ((passes_on IS NOT NULL) = (acknowledged_on IS NOT NULL)),
         ADD CONSTRAINT handover_passed_on_its_day CHECK (passed_at IS NULL OR passes_on IS NOT NULL)`,
    );
    await runner.query(
      `CREATE INDEX handover_passes ON handover (passes_on) WHERE state = 'acknowledged' AND passed_at IS NULL`,
    );
    for (const file of PASSING_DAYS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
