import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts linked to identities elsewhere, and sign-ins there that have not come back yet. */
export class IdentityLinks1800000000073 implements MigrationInterface {
  name = 'IdentityLinks1800000000073';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE identity_link (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         user_id uuid NOT NULL REFERENCES app_user,
         provider text NOT NULL,
         subject bytea NOT NULL UNIQUE CONSTRAINT identity_link_subject_check CHECK (octet_length(subject) = 32),
         created_at timestamptz NOT NULL DEFAULT clock_timestamp()
       )`,
    );
    await runner.query(`CREATE INDEX identity_link_of_user ON identity_link (user_id, created_at, id)`);
    await runner.query(
      `CREATE TABLE provider_start (
         hash bytea PRIMARY KEY CONSTRAINT provider_start_hash_check CHECK (octet_length(hash) = 32),
         content bytea NOT NULL,
         expires_at timestamptz NOT NULL
       )`,
    );
    await runner.query(`CREATE INDEX provider_start_age ON provider_start (expires_at)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
