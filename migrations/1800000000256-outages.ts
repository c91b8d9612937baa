import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Endpoints in use, with what was not delivered to them. */
export const OUTAGES_VIEWS = ['outages/accounts.sql'];

/** Whoever looks after an endpoint is told that deliveries to it are given up, or that its key ended. */
export class Outages1800000000256 implements MigrationInterface {
  name = 'Outages1800000000256';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX delivery_dead ON delivery (target_id, finished_at) WHERE state = 'dead'`);
    for (const file of OUTAGES_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
