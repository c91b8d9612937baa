import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The last day of a halt: what nobody ordered by then waits for nobody. */
export class DatedHalts1800000000328 implements MigrationInterface {
  name = 'DatedHalts1800000000328';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readSql('dated-halts/halts.sql'));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
