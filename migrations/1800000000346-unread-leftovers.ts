import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Flags without a column that nobody reads any more. */
export const UNREAD_LEFTOVERS_VIEWS = ['unread-leftovers/watch.sql'];

/**
 * What nothing reads goes. Hashes of telephone numbers, which nothing has written for long, are taken out; their column stays for as long
 * as a version that sets it to null may run.
 */
export class UnreadLeftovers1800000000346 implements MigrationInterface {
  name = 'UnreadLeftovers1800000000346';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of UNREAD_LEFTOVERS_VIEWS) await runner.query(readSql(file));
    await runner.query(`UPDATE registration SET phone_pseudonym = NULL WHERE phone_pseudonym IS NOT NULL`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
