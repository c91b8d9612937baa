import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a body that has no account was asked about a flag. */
export class ServedAsks1800000000220 implements MigrationInterface {
  name = 'ServedAsks1800000000220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE flag_ask ADD served jsonb`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
