import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What others read of a report that was returned, while the agency writes on: what it last submitted. */
export class ReportsAsSubmitted1790000001020 implements MigrationInterface {
  name = 'ReportsAsSubmitted1790000001020';

  async up(runner: QueryRunner): Promise<void> {
    // {text, figures, asOf, recordsHash}; null where it was not submitted, and of one returned before this was kept.
    await runner.query(`ALTER TABLE progress_report ADD submitted_content jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE progress_report DROP submitted_content`);
  }
}
