import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What entities cannot express of them. */
export const REMEDIES_BEYOND_ENTITIES = ['remedies/competence.sql'];

/** Views of awards and remedies, anew. */
const REMEDIES_VIEWS = 'remedies/awards.sql';

/** Complaints: what they are about, what the law lets follow from them, and which authority decides on them. */
export class Remedies1800000000014 implements MigrationInterface {
  name = 'Remedies1800000000014';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['remedies/tables.sql', ...REMEDIES_BEYOND_ENTITIES, REMEDIES_VIEWS])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
