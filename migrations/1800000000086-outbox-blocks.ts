import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A reader of the feed passes over what is of others: who may see anything of each thousand positions stands in a row. */
export class OutboxBlocks1800000000086 implements MigrationInterface {
  name = 'OutboxBlocks1800000000086';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE outbox_block (
      no integer PRIMARY KEY,
      public boolean NOT NULL,
      tenants uuid[] NOT NULL,
      regions text[] NOT NULL
    )`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
