import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which request a change, its event and the work on it come from; how far a witness has the anchors. New columns may be null. */
export class RequestTrails1800000000078 implements MigrationInterface {
  name = 'RequestTrails1800000000078';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE audit_entry ADD COLUMN request_id text`);
    await runner.query(`ALTER TABLE outbox ADD COLUMN request_id text, ADD COLUMN trace text`);
    await runner.query(`ALTER TABLE job_subject ADD COLUMN request_id text, ADD COLUMN trace text`);
    await runner.query(`
      CREATE TABLE anchor_witness (
        url text PRIMARY KEY,
        posted bigint NOT NULL DEFAULT 0,
        accepted_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
