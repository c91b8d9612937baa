import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names the key that a password was peppered with. */
export class PasswordKeys1800000000068 implements MigrationInterface {
  name = 'PasswordKeys1800000000068';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE app_user ADD COLUMN password_key text`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
