import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The score sheet of a member of a panel has a version of its own. */
export class ScoreSheetVersion1800000000001 implements MigrationInterface {
  name = 'ScoreSheetVersion1800000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE review_member ADD COLUMN version integer NOT NULL DEFAULT 1');
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
