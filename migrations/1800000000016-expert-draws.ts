import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Pools of experts, and how the experts of a panel were drawn. */
export class ExpertDraws1800000000016 implements MigrationInterface {
  name = 'ExpertDraws1800000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readSql('expert-draws/tables.sql'));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
