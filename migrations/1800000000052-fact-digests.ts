import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a subject was assessed from is digested once and no more once a rule, so that its digest is another number. A subject
 * without one keeps its answers and since when it gives them; the next pass that finds them so writes the new number.
 */
export class FactDigests1800000000052 implements MigrationInterface {
  name = 'FactDigests1800000000052';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE risk_subject SET digest = NULL WHERE digest IS NOT NULL');
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
