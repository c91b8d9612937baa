import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Flags are listed by severity. */
export class FlagsBySeverity1800000000236 implements MigrationInterface {
  name = 'FlagsBySeverity1800000000236';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX flag_severity ON flag (severity, created_at, id)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
