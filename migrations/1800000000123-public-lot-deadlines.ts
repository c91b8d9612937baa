import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A lot keeps, as its tender does, the deadline that published facts say. */
export class PublicLotDeadlines1800000000123 implements MigrationInterface {
  name = 'PublicLotDeadlines1800000000123';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lot ADD COLUMN published_deadline_at timestamptz`);
    // What was recorded before did not keep which facts the deadline is of.
    await runner.query(
      `UPDATE lot l SET published_deadline_at = 'infinity' FROM tender t
       WHERE t.id = l.tender_id AND t.conducted = 'elsewhere' AND l.deadline_at IS NOT NULL AND EXISTS (SELECT FROM fact f
         WHERE f.subject_type = 'tender' AND f.subject_id = t.id AND f.data ? 'deadline'
           AND NOT (f.source ->> 'kind' IN ('notice', 'reconstruction')))`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
