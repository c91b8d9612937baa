import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A registration may be asked to be completed, and its applicant may withdraw it. */
export class AskedRegistrations1800000000130 implements MigrationInterface {
  name = 'AskedRegistrations1800000000130';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE registration
      DROP CONSTRAINT registration_state_check,
      DROP CONSTRAINT registration_check,
      DROP CONSTRAINT registration_check2,
      ADD CONSTRAINT registration_state_check CHECK (state IN ('received', 'asked', 'confirmed', 'rejected', 'withdrawn')),
      ADD CONSTRAINT registration_check CHECK ((state IN ('received', 'asked')) = (decided_at IS NULL)),
      ADD CONSTRAINT registration_check2 CHECK (state NOT IN ('asked', 'rejected') OR reason IS NOT NULL)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
