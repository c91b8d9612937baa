import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A change of method says who asked for it: another person grants it. Who asked before nobody kept. */
export class AskersOfChanges1800000000341 implements MigrationInterface {
  name = 'AskersOfChanges1800000000341';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE method_change ADD COLUMN requested_by uuid`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
