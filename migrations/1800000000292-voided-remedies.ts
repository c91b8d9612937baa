import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Who wrote down what came on paper. */
export const VOIDED_REMEDIES_VIEWS = ['voided-remedies/awards.sql'];

/** What was recorded by mistake as having come on paper is void, and who recorded it is known to other rooms. */
export class VoidedRemedies1800000000292 implements MigrationInterface {
  name = 'VoidedRemedies1800000000292';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE challenge DROP CONSTRAINT challenge_state_check, ADD CONSTRAINT challenge_state_check
      CHECK (state IN ('received', 'answered', 'out_of_scope', 'withdrawn', 'voided'))`);
    await runner.query(`ALTER TABLE complaint DROP CONSTRAINT complaint_state_check, ADD CONSTRAINT complaint_state_check
      CHECK (state IN ('received', 'to_correct', 'accepted', 'refused', 'decided', 'withdrawn', 'voided'))`);
    for (const file of VOIDED_REMEDIES_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
