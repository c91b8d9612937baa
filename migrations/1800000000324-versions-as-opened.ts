import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** A row without the version that its bidder is shown has that of the opening. */
export const VERSIONS_AS_OPENED_BEYOND_ENTITIES = ['versions-as-opened/bids.sql'];

/** A bid that a process of a version before opens is shown to its bidder in the version of its opening. */
export class VersionsAsOpened1800000000324 implements MigrationInterface {
  name = 'VersionsAsOpened1800000000324';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE bid ALTER COLUMN bidder_version DROP DEFAULT`);
    for (const file of [...VERSIONS_AS_OPENED_BEYOND_ENTITIES, 'versions-as-opened/kept.sql'])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
