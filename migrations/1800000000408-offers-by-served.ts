import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which recipients wait to be offered follows from who is served now: it is said beside what else asks that, and no view any more. */
export class OffersByServed1800000000408 implements MigrationInterface {
  name = 'OffersByServed1800000000408';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP VIEW unoffered_handovers`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
