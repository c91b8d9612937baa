import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which body recorded that another one is barred: it alone, or the platform, ends the record. */
export class RecordedBars1800000000026 implements MigrationInterface {
  name = 'RecordedBars1800000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE organisation_bar ADD COLUMN recorded_by uuid REFERENCES organisation`);
    // Of who has one seat alone the body is known; of others the platform ends the record.
    await runner.query(
      `UPDATE organisation_bar b SET recorded_by = s.organisation_id FROM seat s JOIN organisation o ON o.id = s.organisation_id
       WHERE s.user_id = b.proposed_by AND s.role = 'finance_authority'
         AND NOT EXISTS (SELECT FROM seat other WHERE other.user_id = s.user_id AND other.organisation_id <> s.organisation_id)`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
