import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A challenge that no record and no word of its own puts in time or out of it: its buyer determines the day. */
export class UndeterminedChallenges1790000000947 implements MigrationInterface {
  name = 'UndeterminedChallenges1790000000947';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE challenge DROP CONSTRAINT challenge_scope_check`);
    await runner.query(`
      ALTER TABLE challenge ADD CONSTRAINT challenge_scope_check
        CHECK (scope IN ('in_scope', 'late', 'took_no_part', 'undetermined'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE challenge SET scope = 'in_scope' WHERE scope = 'undetermined'`);
    await runner.query(`ALTER TABLE challenge DROP CONSTRAINT challenge_scope_check`);
    await runner.query(`
      ALTER TABLE challenge ADD CONSTRAINT challenge_scope_check CHECK (scope IN ('in_scope', 'late', 'took_no_part'))`);
  }
}
