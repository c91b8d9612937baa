import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Applicants put documents beside their registration, and are told by mail how it stands. */
export class RegistrationDocuments1800000000160 implements MigrationInterface {
  name = 'RegistrationDocuments1800000000160';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE registration ADD asked_documents text[] NOT NULL DEFAULT '{}'`);
    await runner.query(
      `CREATE TABLE registration_document (
         id uuid PRIMARY KEY,
         created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         registration_id uuid NOT NULL REFERENCES registration,
         name text NOT NULL,
         media_type text NOT NULL,
         size bigint NOT NULL CHECK (size > 0),
         sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
         sealed bytea NOT NULL,
         UNIQUE (registration_id, sha256, name)
       )`,
    );
    await runner.query(
      `CREATE TABLE registration_mail (
         id uuid PRIMARY KEY,
         registration_id uuid NOT NULL REFERENCES registration,
         state text NOT NULL CHECK (state IN ('received', 'asked', 'rejected', 'confirmed')),
         sealed bytea,
         ordered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         counted_at timestamptz,
         sent_at timestamptz
       )`,
    );
    await runner.query(`CREATE INDEX registration_mail_registration ON registration_mail (registration_id)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
