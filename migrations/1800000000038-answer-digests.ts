import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A digest of each answer: what a pass finds as it was is neither sent nor compared again. */
export class AnswerDigests1800000000038 implements MigrationInterface {
  name = 'AnswerDigests1800000000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE assessment ADD COLUMN digest bigint');
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
