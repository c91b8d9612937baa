import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What `desk` reads of flags, anew. */
const FLAG_VIEWS = 'flag-hearings/watch.sql';

/** A body is heard before a flag about it is confirmed, and may appeal; what was handed to an authority. */
export class FlagHearings1800000000036 implements MigrationInterface {
  name = 'FlagHearings1800000000036';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['flag-hearings/tables.sql', FLAG_VIEWS]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
