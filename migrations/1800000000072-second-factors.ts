import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors of accounts with their recovery codes, sign-ins that wait for one, and what a session has shown. */
export class SecondFactors1800000000072 implements MigrationInterface {
  name = 'SecondFactors1800000000072';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE second_factor (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         user_id uuid NOT NULL UNIQUE REFERENCES app_user,
         secret bytea NOT NULL,
         created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         confirmed_at timestamptz,
         last_step integer
       )`,
    );
    await runner.query(
      `CREATE TABLE recovery_code (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         user_id uuid NOT NULL REFERENCES app_user,
         hash bytea NOT NULL UNIQUE CONSTRAINT recovery_code_hash_check CHECK (octet_length(hash) = 32),
         created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         used_at timestamptz
       )`,
    );
    await runner.query(`CREATE INDEX recovery_code_of_user ON recovery_code (user_id)`);
    await runner.query(
      `CREATE TABLE sign_in_ticket (
         hash bytea PRIMARY KEY CONSTRAINT sign_in_ticket_hash_check CHECK (octet_length(hash) = 32),
         user_id uuid NOT NULL REFERENCES app_user,
         expires_at timestamptz NOT NULL
       )`,
    );
    await runner.query(`CREATE INDEX sign_in_ticket_age ON sign_in_ticket (expires_at)`);
    await runner.query(`CREATE INDEX sign_in_ticket_of_user ON sign_in_ticket (user_id)`);
    await runner.query(
      `ALTER TABLE session
         ADD COLUMN second_factor text CONSTRAINT session_second_factor_check
           CHECK (second_factor IN ('app', 'recovery_code', 'provider')),
         DROP CONSTRAINT session_ended_why_check,
         ADD CONSTRAINT session_ended_why_check CHECK (ended_why IN (
           'signed_out', 'password_changed', 'password_reset', 'disabled', 'ended_by_admin', 'token_reused',
           'second_factor'))`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
