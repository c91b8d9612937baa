import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The view of openings that were begun, which replaces the one of the same name. */
export const WAITING_AGAIN_VIEWS = ['waiting-again/openings.sql'];

/** A lot that could not be opened with the others waits for an opening of its own. */
export class WaitingAgain1800000000340 implements MigrationInterface {
  name = 'WaitingAgain1800000000340';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of WAITING_AGAIN_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
