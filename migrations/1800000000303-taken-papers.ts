import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was taken out of a complaint again is kept with its words, for who watches over it. */
export class TakenPapers1800000000303 implements MigrationInterface {
  name = 'TakenPapers1800000000303';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE complaint ADD COLUMN taken_papers jsonb NOT NULL DEFAULT '[]'`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
