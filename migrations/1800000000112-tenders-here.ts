import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A bidder's own bids are looked for in the tenders that are conducted here, the newest first. */
export class TendersHere1800000000112 implements MigrationInterface {
  name = 'TendersHere1800000000112';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX tender_here ON tender (dataset, created_at, id) WHERE conducted = 'here'`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
