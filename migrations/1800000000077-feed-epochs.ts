import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a restore broke the feed. */
export class FeedEpochs1800000000077 implements MigrationInterface {
  name = 'FeedEpochs1800000000077';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE feed_epoch (
         no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
         after bigint NOT NULL CONSTRAINT feed_epoch_after_check CHECK (after >= 0),
         start bigint NOT NULL CONSTRAINT feed_epoch_start_key UNIQUE,
         at timestamptz NOT NULL DEFAULT clock_timestamp(),
         CONSTRAINT feed_epoch_check CHECK (start > after)
       )`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
