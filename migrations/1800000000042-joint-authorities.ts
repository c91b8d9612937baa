import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What entities cannot express of it. */
export const JOINT_AUTHORITIES_BEYOND_ENTITIES = ['joint-authorities/competence.sql'];

/** Of joint buyers an authority that is of none of their levels and places is not the competent one, though they name it. */
export class JointAuthorities1800000000042 implements MigrationInterface {
  name = 'JointAuthorities1800000000042';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of JOINT_AUTHORITIES_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
