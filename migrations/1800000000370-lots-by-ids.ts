import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A process of OCDS keeps the ids of its lots, by which they are known again. Those of processes before follow from their releases. */
export class LotsByIds1800000000370 implements MigrationInterface {
  name = 'LotsByIds1800000000370';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ocds_process ADD COLUMN lot_ids text[]`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
