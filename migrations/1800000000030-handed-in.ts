import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Views of bodies and of who is behind them, anew. */
export const HANDED_IN_ORGANISATIONS_VIEWS = 'handed-in/organisations.sql';

/** What notices say of bids beside their prices; from when until when somebody is behind a body. */
export class HandedIn1800000000030 implements MigrationInterface {
  name = 'HandedIn1800000000030';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['handed-in/tables.sql', HANDED_IN_ORGANISATIONS_VIEWS]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
