import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An instalment that an amendment brings, or lets wait for something else, is due no earlier than that came into force. Of those before,
 * it is known where a supplement brought them.
 */
export class AgreedInstalments1800000000390 implements MigrationInterface {
  name = 'AgreedInstalments1800000000390';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE payment ADD COLUMN agreed_on date`);
    await runner.query(
      `UPDATE payment p SET agreed_on = a.in_force_on FROM contract_amendment a WHERE a.id = p.amendment_id`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
