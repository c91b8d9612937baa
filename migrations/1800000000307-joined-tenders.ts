import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** How a new name waits for those who publish; the function replaces that of the same name. */
export const JOINED_TENDERS_BEYOND_ENTITIES = ['joined-tenders/names.sql'];

/** A tender that comes to say a name while that changes is taken before the row of its body or line as well. */
export class JoinedTenders1800000000307 implements MigrationInterface {
  name = 'JoinedTenders1800000000307';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of JOINED_TENDERS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
