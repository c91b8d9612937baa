import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Corrections of complaints that were taken out again. */
export const TAKEN_CORRECTIONS_VIEWS = ['taken-corrections/awards.sql'];

/** When a correction on paper was taken out of a complaint is known to other rooms. */
export class TakenCorrections1800000000305 implements MigrationInterface {
  name = 'TakenCorrections1800000000305';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of TAKEN_CORRECTIONS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
