import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A challenge on paper says which body recorded it, whoever acts for the buyer now. */
export class RecordingBodies1800000000304 implements MigrationInterface {
  name = 'RecordingBodies1800000000304';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE challenge ADD COLUMN recorder_id uuid REFERENCES organisation`);
    // Which agent recorded one before nobody kept: it is taken to be the one that acts for the buyer now.
    await runner.query(
      `UPDATE challenge SET recorder_id = CASE recorded_by WHEN 'agent' THEN coalesce(agent_id, buyer_id) ELSE buyer_id END
       WHERE recorded_by IN ('buyer', 'agent')`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
