import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One-time codes go by mail, of invited people and of agencies that registered. The keyed hash of a phone is not written any more. */
export class CodeMails1800000000152 implements MigrationInterface {
  name = 'CodeMails1800000000152';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE code_mail (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         user_id uuid NOT NULL UNIQUE REFERENCES app_user,
         asked_by uuid REFERENCES app_user,
         sealed bytea,
         address_masked text NOT NULL,
         asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         sent_at timestamptz
       )`,
    );
    await runner.query(`CREATE INDEX code_mail_asked_by ON code_mail (asked_by)`);
    await runner.query(
      `ALTER TABLE registration ADD mail_sealed bytea, ADD mail_masked text, ALTER phone_pseudonym DROP NOT NULL`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
