import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys in the addresses of people's calendars. */
export class CalendarKeys1800000000106 implements MigrationInterface {
  name = 'CalendarKeys1800000000106';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE calendar_key (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         user_id uuid NOT NULL UNIQUE REFERENCES app_user,
         hash bytea NOT NULL UNIQUE CONSTRAINT calendar_key_hash_check CHECK (octet_length(hash) = 32),
         created_at timestamptz NOT NULL DEFAULT clock_timestamp()
       )`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
