import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tenders and bids change many times, and none of what changes is indexed: where a page has room, the row is written anew
 * beside itself and no index with it.
 */
export class RoomForChanges1800000000263 implements MigrationInterface {
  name = 'RoomForChanges1800000000263';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE tender SET (fillfactor = 85)`);
    await runner.query(`ALTER TABLE bid SET (fillfactor = 85)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
