import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where mails to people go, and how often what they are told is brought there. */
export class MailAddresses1800000000110 implements MigrationInterface {
  name = 'MailAddresses1800000000110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE mail_address (
         user_id uuid PRIMARY KEY REFERENCES app_user,
         sealed bytea NOT NULL,
         code_hash bytea CONSTRAINT mail_address_code_hash_check CHECK (octet_length(code_hash) = 32),
         asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         confirmed_at timestamptz,
         refused_at timestamptz
       )`,
    );
    await runner.query(
      `ALTER TABLE inbox
         ADD mail text NOT NULL DEFAULT 'never' CHECK (mail IN ('never', 'at_once', 'daily')),
         ADD lang text NOT NULL DEFAULT 'zh' CHECK (lang IN ('zh', 'en')),
         ADD next_mail_at timestamptz NOT NULL DEFAULT clock_timestamp()`,
    );
    await runner.query(`ALTER TABLE notification ADD mailed_at timestamptz`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
