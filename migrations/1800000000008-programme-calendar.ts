import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A programme may have no calendar. Until now one was written where none was given, and nobody can tell the two apart any
 * more: those that exist keep theirs, until their buyer removes it.
 */
export class ProgrammeCalendar1800000000008 implements MigrationInterface {
  name = 'ProgrammeCalendar1800000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE programme ALTER COLUMN calendar DROP NOT NULL');
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
