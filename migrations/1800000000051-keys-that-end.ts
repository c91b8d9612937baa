import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A key lives at most a year. One that was made without an end, or with a later one, works for a year from this migration
 * on, so that nothing stops on the day of the upgrade.
 */
export class KeysThatEnd1800000000051 implements MigrationInterface {
  name = 'KeysThatEnd1800000000051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE api_key SET expires_at = clock_timestamp() + interval '365 days'
       WHERE expires_at IS NULL OR expires_at > clock_timestamp() + interval '365 days'`,
    );
    await runner.query(`ALTER TABLE api_key ALTER COLUMN expires_at SET NOT NULL`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
