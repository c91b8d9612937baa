/** B1: a list of 50 of 100 000 tenders, beside the same statement and the same JSON from bare `node:http` and `pg`. */
import pg from 'pg';
import { PUBLIC } from '../src/kernel/access/principal.js';
import { toScope } from '../src/kernel/access/scope.js';
import { TendersQueries } from '../src/purchase/tenders/reads/tenders.queries.js';
import { POOL, startBare, startProduct, withDatabase } from './support/product.mjs';
import { READ_MARK, readRows } from './support/reads.mjs';

export const title = 'read a list';
export const mark = READ_MARK;

const PATH = '/api/v1/tenders?limit=50';
const CONNECTIONS = 32;
const TENDERS = 100_000;

/** Purchases of 200 bodies over ten years, as recording would leave them. */
const SEED = `
  INSERT INTO organisation (dataset, name, kind, region)
  SELECT 'live', '示例民政局 ' || n, 'bureau', '990203' FROM generate_series(1, 200) n;
  INSERT INTO tender (id, dataset, ocid, purchase_id, conducted, buyer_id, title, method, category, region, region_text,
                      budget_level, project_no, budget, window_start, window_end, term_text, state, deadline_at, published)
  SELECT g.id, 'live', 'ocds-throughline-' || g.id, gen_random_uuid(), 'elsewhere', o.id, '社区居家养老服务采购 ' || g.n,
    'COMPETITIVE_CONSULTATION', 'ELDERLY_HOME_CARE', '990203', 'N省B市K区', 'below_provincial', 'BENCH-' || g.n,
    48000000, '2024-01-01', '2024-12-31', '一年', CASE WHEN g.n % 3 = 0 THEN 'open' ELSE 'contracted' END,
    timestamptz '2023-12-01T01:30:00Z', true
  FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, ${TENDERS}) n) g
  JOIN (SELECT id, row_number() OVER () AS no FROM organisation) o ON o.no = g.n % 200 + 1;
  ANALYZE`;

/** What the product asks the database for this list, taken from the product itself. */
async function statement() {
  let asked;
  const reader = {
    query(text, values) {
      asked = { text, values };
      return Promise.resolve([]);
    },
  };
  await new TendersQueries({ reader }).list(toScope(PUBLIC), { limit: 50 }, PATH);
  return asked;
}

export async function run({ quick, progress }) {
  return withDatabase(async ({ url, env }) => {
    progress(`${TENDERS} tenders …`);
    const client = new pg.Client(url);
    await client.connect();
    await client.query(SEED);
    await client.query('VACUUM ANALYZE tender');
    await client.end();
    const { text, values } = await statement();
    const ours = await startProduct(env);
    const bare = await startBare('bare-read.mjs', url, String(POOL), text, JSON.stringify(values));
    try {
      const read = { path: PATH, connections: CONNECTIONS };
      return await readRows({ ours, bare, read, name: '', column: 'node:http + pg', quick, progress });
    } finally {
      await Promise.all([ours.stop(), bare.stop()]);
    }
  });
}
