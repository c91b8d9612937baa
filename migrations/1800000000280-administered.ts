import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What waits for whoever administers the system, and for holders of keys. */
export const ADMINISTERED_VIEWS = ['accounts', 'calendars', 'tenders'].map((room) => `administered/${room}.sql`);

/** A threshold that a purchase waits for, a year without working days and a key that ends are tasks of whoever mends them. */
export class Administered1800000000280 implements MigrationInterface {
  name = 'Administered1800000000280';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ADMINISTERED_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
