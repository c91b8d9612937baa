import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Flags with the one of their programme that stands for them; the view replaces that of the same name. */
const FLAGS_IN_PARTS_VIEWS = ['flags-in-parts/watch.sql'];

/** What one flag of a programme stands for waits for nobody singly. */
export class FlagsInParts1800000000260 implements MigrationInterface {
  name = 'FlagsInParts1800000000260';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of FLAGS_IN_PARTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
