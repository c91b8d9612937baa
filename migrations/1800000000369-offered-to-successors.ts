import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** A view of plans, which replaces that of the same name. */
const OFFERED_TO_SUCCESSORS_VIEWS = ['offered-to-successors/continuity.sql'];

/** Recipients of a line that was tendered anew wait to be offered too, once the contract that follows is signed. */
export class OfferedToSuccessors1800000000369 implements MigrationInterface {
  name = 'OfferedToSuccessors1800000000369';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of OFFERED_TO_SUCCESSORS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
