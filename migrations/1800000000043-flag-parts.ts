import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** A flag covers what bodies were asked about and what was decided; what is found later is another part of the same cause. */
export class FlagParts1800000000043 implements MigrationInterface {
  name = 'FlagParts1800000000043';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readSql('flag-parts/tables.sql'));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
