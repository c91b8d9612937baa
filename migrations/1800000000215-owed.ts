import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** States that waited for somebody and stood on nobody's list, a file for each room; that of payments takes the place of an earlier one. */
export const OWED_VIEWS = [
  'owed/personal-data.sql',
  'owed/programmes.sql',
  'owed/reviews.sql',
  'owed/awards.sql',
  'owed/surveys.sql',
  'owed/evaluations.sql',
  'owed/payments.sql',
];

/** Lost bids, complaints to correct, refused awards, invoices and settlements due, extensions, erasures, meetings, surveys in draft. */
export class Owed1800000000215 implements MigrationInterface {
  name = 'Owed1800000000215';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of OWED_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
