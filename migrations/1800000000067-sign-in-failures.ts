import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Failed sign-ins, with login and network as keyed hashes. */
export class SignInFailures1800000000067 implements MigrationInterface {
  name = 'SignInFailures1800000000067';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE sign_in_failure (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         at timestamptz NOT NULL DEFAULT clock_timestamp(),
         login bytea NOT NULL CONSTRAINT sign_in_failure_login_check CHECK (octet_length(login) = 32),
         network bytea NOT NULL CONSTRAINT sign_in_failure_network_check CHECK (octet_length(network) = 32)
       )`,
    );
    await runner.query(`CREATE INDEX sign_in_failure_age ON sign_in_failure (at)`);
    await runner.query(`CREATE INDEX sign_in_failure_login ON sign_in_failure (login, at)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
