import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Flags of groups wait for a screening; what is true of a whole programme is told once, of the programme. */
export class SteadyFlags1800000000044 implements MigrationInterface {
  name = 'SteadyFlags1800000000044';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readSql('steady-flags/tables.sql'));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
