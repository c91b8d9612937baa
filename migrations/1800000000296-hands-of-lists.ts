import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In whose hand an account is, and which complaints name a challenge, is asked for each row of a list. */
export class HandsOfLists1800000000296 implements MigrationInterface {
  name = 'HandsOfLists1800000000296';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX setup_code_user ON setup_code (user_id)`);
    await runner.query(`CREATE INDEX complaint_challenge ON complaint (challenge_id) WHERE challenge_id IS NOT NULL`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
