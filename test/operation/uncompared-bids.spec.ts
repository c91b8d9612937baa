import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { compareBids, compareRestoredBid } from '../../src/purchase/bids/comparison/comparison-job.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const BIDS = 5_000;
/** Their words and what they hold are long; a plan that reads them reads some thousand pages. */
const MOST_PAGES = 500;

interface PlanNode {
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
}

describe('opened bids that nobody has compared', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  beforeAll(async () => {
    database = await createDatabase();
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    // A vacuum marks no page as read by everybody whose rows are not on the disk yet.
    await owner.query(`SET synchronous_commit = on`);
    await owner.query(`SET session_replication_role = replica`);
    await owner.query(
      `INSERT INTO bid (id, tender_id, lot_id, bidder_version, envelope_id, content)
       SELECT b.id, md5('t' || n / 10)::uuid, md5('l' || n / 5)::uuid, 1, b.id, jsonb_build_object('statement', repeat('述', 500))
       FROM generate_series(1, $1::integer) n CROSS JOIN LATERAL (SELECT md5('b' || n)::uuid AS id) b`,
      [BIDS],
    );
    await owner.query(
      `INSERT INTO bid_text (bid_id, no, state, text, fingerprints)
       SELECT b.id, no, 'read', repeat('字', 500), '{}' FROM bid b CROSS JOIN generate_series(0, 4) no`,
    );
    await owner.query(
      `INSERT INTO lot_comparison (lot_id, compared_at, result) SELECT DISTINCT lot_id, now(), '{}'::jsonb FROM bid`,
    );
    await owner.query(`VACUUM ANALYZE bid, bid_text, lot_comparison`);
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  it.each([compareBids, compareRestoredBid])(
    'are looked for by indexes alone, which hold neither contents nor words: $name',
    async ({ unfinished: { ids } }) => {
      const { rows } = await owner.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `EXPLAIN (FORMAT JSON, ANALYZE, BUFFERS, TIMING OFF) ${ids} LIMIT 1`,
      );
      const plan = rows[0]?.['QUERY PLAN'][0].Plan as PlanNode;
      expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(MOST_PAGES);
    },
  );
});
