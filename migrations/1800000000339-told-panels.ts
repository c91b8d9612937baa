import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Views that replace those of the same names. */
export const TOLD_PANELS_VIEWS = ['told-panels/reviews.sql'];

/** Invitations end with the report; a panel is told of low prices to decide on, and of talks in which it named no one moment. */
export class ToldPanels1800000000339 implements MigrationInterface {
  name = 'ToldPanels1800000000339';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of TOLD_PANELS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
