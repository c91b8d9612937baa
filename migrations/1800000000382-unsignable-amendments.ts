import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Amendments that are proposed, with whether one that came into force since leaves them nothing to be signed. */
export const UNSIGNABLE_AMENDMENTS_VIEWS = ['unsignable-amendments/contracts.sql'];

/** An amendment that nobody can sign any more waits for who withdraws it. */
export class UnsignableAmendments1800000000382 implements MigrationInterface {
  name = 'UnsignableAmendments1800000000382';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of UNSIGNABLE_AMENDMENTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
