import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A draft's review of fairness, competition, policy and risk is on record like the other opinions about it. */
export class KeyReviews1790000000955 implements MigrationInterface {
  name = 'KeyReviews1790000000955';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tender_opinion DROP CONSTRAINT tender_opinion_kind_check,
        ADD CONSTRAINT tender_opinion_kind_check CHECK (kind IN ('public', 'survey', 'legal_review', 'key_review'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM tender_opinion WHERE kind = 'key_review'`);
    await runner.query(`
      ALTER TABLE tender_opinion DROP CONSTRAINT tender_opinion_kind_check,
        ADD CONSTRAINT tender_opinion_kind_check CHECK (kind IN ('public', 'survey', 'legal_review'))`);
  }
}
