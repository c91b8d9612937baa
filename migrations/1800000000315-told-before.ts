import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What was known or told before stays so: contracts under which somebody was served, seeds that were shown, versions of bids. */
export class ToldBefore1800000000315 implements MigrationInterface {
  name = 'ToldBefore1800000000315';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['told-before/tables.sql', 'told-before/kept.sql']) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
