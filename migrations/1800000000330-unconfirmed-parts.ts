import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The view of contents that are to be confirmed, which replaces the one of the same name. */
export const UNCONFIRMED_PARTS_VIEWS = ['unconfirmed-parts/contracts.sql'];

/** What was accepted of a contract that ended before its sides confirmed its content is paid once they have. */
export class UnconfirmedParts1800000000330 implements MigrationInterface {
  name = 'UnconfirmedParts1800000000330';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of UNCONFIRMED_PARTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
