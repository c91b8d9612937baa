import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By its claim code an agency reads its own registration and is shown its setup code. */
export class RegistrationClaims1800000000129 implements MigrationInterface {
  name = 'RegistrationClaims1800000000129';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE registration
      ADD claim_hash bytea UNIQUE CHECK (octet_length(claim_hash) = 32),
      ADD claim_expires_at timestamptz,
      ADD code_shown_at timestamptz`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
