import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Tables that inherit from others, and what keeps their numbers apart. */
export const MOVED_ROWS_BEYOND_ENTITIES = ['moved-rows/kernel.sql', 'moved-rows/delivery.sql'];

/** Where old entries of the audit, events and records of service stand, so that what is written daily stays small. */
export class MovedRows1800000000088 implements MigrationInterface {
  name = 'MovedRows1800000000088';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['moved-rows/tables.sql', ...MOVED_ROWS_BEYOND_ENTITIES]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
