import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Needs that wait, planned ones as well; the view has the columns of that of the same name. */
export const PLANNED_NEEDS_VIEWS = ['planned-needs/communities.sql'];

/** A need that was planned is a task once what served it has ended. */
export class PlannedNeeds1800000000274 implements MigrationInterface {
  name = 'PlannedNeeds1800000000274';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of PLANNED_NEEDS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
