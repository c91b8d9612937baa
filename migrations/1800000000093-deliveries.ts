import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What happened is delivered to who asked to be told: targets, what is due to each, and the endpoints of programs. */
export class Deliveries1800000000093 implements MigrationInterface {
  name = 'Deliveries1800000000093';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readSql('deliveries/tables.sql'));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
