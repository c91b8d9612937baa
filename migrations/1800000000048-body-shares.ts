import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each purchase adds to what is judged of its buyer and its agencies: a change of none of it leaves them alone. */
export class BodyShares1800000000048 implements MigrationInterface {
  name = 'BodyShares1800000000048';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE body_share (
        tender_id uuid NOT NULL,
        body_type text NOT NULL CHECK (body_type IN ('agency', 'buyer')),
        body_id uuid NOT NULL,
        digest uuid NOT NULL,
        learned_on date,
        PRIMARY KEY (tender_id, body_type, body_id)
      )`);
    await runner.query('CREATE INDEX body_share_learned ON body_share (body_id, body_type, learned_on)');
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
