import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever asks for the awards of a lot, also those that were cancelled, finds them without reading all awards there are. */
export class AwardLots1800000000046 implements MigrationInterface {
  name = 'AwardLots1800000000046';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX award_lot ON award (lot_id)');
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
