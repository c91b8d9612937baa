import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What is proposed by one and decided by another: halts and ends of contracts, and who is barred from bidding. */
export class Hands1800000000015 implements MigrationInterface {
  name = 'Hands1800000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readSql('hands/tables.sql'));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
