import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Endpoints in use, with what was not delivered to them. */
export const ENDPOINTS_IN_USE_VIEWS = ['endpoints-in-use/accounts.sql'];

/** Whether the holder of its key still sits in an endpoint's body nobody asks any more. */
export class EndpointsInUse1800000000323 implements MigrationInterface {
  name = 'EndpointsInUse1800000000323';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ENDPOINTS_IN_USE_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
