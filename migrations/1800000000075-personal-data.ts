import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys of persons, under which the audit holds what is said of them; and what was asked of the data about somebody. */
export class PersonalData1800000000075 implements MigrationInterface {
  name = 'PersonalData1800000000075';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_key (
        person text PRIMARY KEY,
        key bytea,
        destroyed_at timestamptz,
        CONSTRAINT person_key_destroyed CHECK ((key IS NULL) = (destroyed_at IS NOT NULL))
      )`);
    await runner.query(`
      CREATE TABLE personal_data_request (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        state text NOT NULL CONSTRAINT personal_data_request_state_check CHECK (state IN
          ('copy_asked', 'copy_given', 'erasure_asked', 'erased', 'blocked', 'refused')),
        person_kind text NOT NULL CONSTRAINT personal_data_request_person_kind_check CHECK (person_kind IN
          ('account', 'worker', 'recipient', 'registration', 'contact', 'behind_body')),
        person_id text NOT NULL,
        bodies uuid[] NOT NULL,
        asked_by uuid REFERENCES app_user (id),
        answered_by uuid REFERENCES app_user (id),
        blocked_values bytea,
        taken_part jsonb,
        kept_by text,
        kept_until date,
        CONSTRAINT personal_data_request_blocked_values CHECK ((state = 'blocked') = (blocked_values IS NOT NULL))
      )`);
    await runner.query(`
      CREATE TABLE personal_read (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        actor_kind text NOT NULL,
        actor_id text,
        object text NOT NULL,
        people integer NOT NULL CONSTRAINT personal_read_people_check CHECK (people > 0),
        request_id text
      )`);
    await runner.query(`CREATE INDEX personal_read_object ON personal_read (object, id)`);
    await runner.query(`CREATE INDEX personal_read_at ON personal_read USING brin (at)`);
    await runner.query(`CREATE INDEX personal_data_request_order ON personal_data_request (created_at, id)`);
    await runner.query(`CREATE INDEX personal_data_request_person ON personal_data_request (person_kind, person_id)`);
    await runner.query(
      `CREATE INDEX personal_data_request_blocked ON personal_data_request (id) WHERE state = 'blocked'`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
