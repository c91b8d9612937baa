import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Needs that wait for a step; the view replaces that of the same name. */
export const DESCRIBED_NEEDS_VIEWS = ['described-needs/communities.sql'];

/** A need that a document shows can be verified as one that words show. */
export class DescribedNeeds1800000000259 implements MigrationInterface {
  name = 'DescribedNeeds1800000000259';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of DESCRIBED_NEEDS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
