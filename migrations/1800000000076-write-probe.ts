import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a process tries whether it can write. */
export class WriteProbe1800000000076 implements MigrationInterface {
  name = 'WriteProbe1800000000076';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE write_probe (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         filler bytea NOT NULL
       )`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
