import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From where opened bids were submitted and from whose account their bonds came, by keyed hashes. */
export class BidOrigins1800000000033 implements MigrationInterface {
  name = 'BidOrigins1800000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE bid_origin (
         bid_id uuid PRIMARY KEY REFERENCES bid,
         key_id text NOT NULL,
         account text NOT NULL CHECK (account ~ '^[0-9a-f]{32}$'),
         program text CHECK (program ~ '^[0-9a-f]{32}$'),
         network text CHECK (network ~ '^[0-9a-f]{32}$')
       )`,
    );
    await runner.query(
      `CREATE TABLE bid_bond (
         bid_id uuid PRIMARY KEY REFERENCES bid,
         key_id text NOT NULL,
         account text NOT NULL CHECK (account ~ '^[0-9a-f]{32}$'),
         holder text NOT NULL CHECK (holder ~ '^[0-9a-f]{32}$'),
         account_shown text NOT NULL,
         holder_shown text NOT NULL
       )`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
