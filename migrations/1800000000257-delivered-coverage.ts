import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** When kept coverage of a contract is no more what it was; the trigger replaces that of the same name. */
export const DELIVERED_COVERAGE_BEYOND_ENTITIES = ['delivered-coverage/changes.sql'];

/** The days of a contract end on the day on which its service was declared delivered. */
export class DeliveredCoverage1800000000257 implements MigrationInterface {
  name = 'DeliveredCoverage1800000000257';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of DELIVERED_COVERAGE_BEYOND_ENTITIES) await runner.query(readSql(file));
    await runner.query(
      `INSERT INTO coverage_change (service_line_id) SELECT DISTINCT l.service_line_id FROM contract_service_line l
       JOIN contract c ON c.id = l.contract_id WHERE c.delivered_on IS NOT NULL`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
