import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who issued a recipient's code has no part in the records that it confirms. Unknown of codes from before. */
export class IssuersOfCodes1800000000269 implements MigrationInterface {
  name = 'IssuersOfCodes1800000000269';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE recipient_code ADD COLUMN issued_by uuid`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
