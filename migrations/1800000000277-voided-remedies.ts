import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was recorded by mistake as having come on paper is void. */
export class VoidedRemedies1800000000277 implements MigrationInterface {
  name = 'VoidedRemedies1800000000277';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE challenge DROP CONSTRAINT challenge_state_check, ADD CONSTRAINT challenge_state_check
        CHECK (state IN ('received', 'answered', 'out_of_scope', 'withdrawn', 'voided'));
      ALTER TABLE complaint DROP CONSTRAINT complaint_state_check, ADD CONSTRAINT complaint_state_check
        CHECK (state IN ('received', 'to_correct', 'accepted', 'refused', 'decided', 'withdrawn', 'voided'))`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
