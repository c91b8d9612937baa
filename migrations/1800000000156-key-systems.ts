import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An API key may be that of another system, which says by it what it calls things. */
export class KeySystems1800000000156 implements MigrationInterface {
  name = 'KeySystems1800000000156';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE api_key ADD system text`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
