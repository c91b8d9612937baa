import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work that failed and sweeps that ran stand in the database, where no store of a queue can lose them. */
export class WorkLedgers1800000000063 implements MigrationInterface {
  name = 'WorkLedgers1800000000063';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE job_failure (
        job text NOT NULL,
        key text NOT NULL,
        queue text NOT NULL,
        data jsonb NOT NULL,
        attempts integer NOT NULL,
        reason text NOT NULL,
        queued_at timestamptz NOT NULL,
        failed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        retried_at timestamptz,
        PRIMARY KEY (job, key)
      )`);
    await runner.query(`CREATE INDEX job_failure_open ON job_failure (failed_at, job, key) WHERE retried_at IS NULL`);
    await runner.query(`
      CREATE TABLE sweep_run (
        job text PRIMARY KEY,
        period_ms bigint NOT NULL CHECK (period_ms > 0),
        known_since timestamptz NOT NULL DEFAULT clock_timestamp(),
        done_at timestamptz
      )`);
    // What had failed for good before is listed from now on as well.
    await runner.query(`
      INSERT INTO job_failure (job, key, queue, data, attempts, reason, queued_at)
      SELECT job, subject, '', jsonb_build_object('subject', subject), 0, '', wanted_at
      FROM job_subject WHERE done < wanted AND failed = wanted`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
