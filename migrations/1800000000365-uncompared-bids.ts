import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Opened bids, and what they say in words: by these two it is looked each minute for bids that nobody has compared. */
export class UncomparedBids1800000000365 implements MigrationInterface {
  name = 'UncomparedBids1800000000365';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX bid_opened ON bid (id, lot_id, tender_id, envelope_id)
       WHERE content IS NOT NULL AND envelope_id IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX bid_text_of_content ON bid_text (bid_id) WHERE no = 0`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
