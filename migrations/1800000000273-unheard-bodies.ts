import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Flags with whether a body is still to be asked; the view replaces that of the same name. */
export const UNHEARD_BODIES_VIEWS = ['unheard-bodies/watch.sql'];

/** A flag of which a body was never asked is not ready to be decided. */
export class UnheardBodies1800000000273 implements MigrationInterface {
  name = 'UnheardBodies1800000000273';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of UNHEARD_BODIES_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
