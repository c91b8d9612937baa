import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** By what files of a device are found. */
export const DEVICES_BEYOND_ENTITIES = ['comparisons/devices.sql'];

/** A scanner that many bidders use is no mark of any. */
export class DevicesOfFiles1800000000250 implements MigrationInterface {
  name = 'DevicesOfFiles1800000000250';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of DEVICES_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
