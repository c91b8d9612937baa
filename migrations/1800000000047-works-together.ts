import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Subjects are worked on together; those with which that broke go their way one by one. */
export class WorksTogether1800000000047 implements MigrationInterface {
  name = 'WorksTogether1800000000047';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE job_subject ADD COLUMN apart bigint');
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
