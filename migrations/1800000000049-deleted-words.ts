import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The words of bids, kept to be compared, are deleted when their time is over; what was found in them stays. */
export class DeletedWords1800000000049 implements MigrationInterface {
  name = 'DeletedWords1800000000049';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE bid_text DROP CONSTRAINT bid_text_state_check,
         ADD CONSTRAINT bid_text_state_check CHECK (state IN ('read', 'no_text', 'unreadable', 'deleted')),
         ADD CONSTRAINT bid_text_is_deleted CHECK (state <> 'deleted' OR text IS NULL)`,
    );
    await runner.query('ALTER TABLE lot_comparison ADD COLUMN words_deleted_at timestamptz');
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
