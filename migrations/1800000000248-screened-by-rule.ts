import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Screenings count the groups that each rule judged, and a run sums them up. Those made before are made anew by the next run. */
export class ScreenedByRule1800000000248 implements MigrationInterface {
  name = 'ScreenedByRule1800000000248';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE screening_run ADD COLUMN screened_by_rule jsonb`);
    await runner.query(`ALTER TABLE risk_run ADD COLUMN screened jsonb`);
    await runner.query(`CREATE INDEX risk_run_counted ON risk_run (finished_at, id) WHERE screened IS NOT NULL`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
