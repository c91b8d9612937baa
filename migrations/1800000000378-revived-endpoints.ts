import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Endpoints in use, with whether their keys work now. */
export const REVIVED_ENDPOINTS_VIEWS = ['revived-endpoints/accounts.sql'];

/** An endpoint whose account was disabled and acts again is mended by asking for what it missed, not by ending it. */
export class RevivedEndpoints1800000000378 implements MigrationInterface {
  name = 'RevivedEndpoints1800000000378';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of REVIVED_ENDPOINTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
