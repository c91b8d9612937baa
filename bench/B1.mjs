/** B1: a list of 50 of 100 000 tenders, beside the same statement and the same JSON from bare `node:http` and `pg`. */
import autocannon from 'autocannon';
import pg from 'pg';
import { PUBLIC } from '../dist/src/platform/access/principal.js';
import { scopeOf } from '../dist/src/platform/access/scope.js';
import { TendersQueries } from '../dist/src/modules/tenders/tenders.queries.js';
import { POOL, startBare, startProduct, withDatabase } from './support/product.mjs';
import { median, percentile } from './support/run.mjs';

export const title = 'read a list';
export const mark = 'at least 0.6 of the bare requests/s; p95 at most twice the bare one';

const PATH = '/api/v1/tenders?limit=50';
const CONNECTIONS = 32;
const TENDERS = 100_000;
const LIMIT = { rate: 0.6, p95: 2 };

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
  await new TendersQueries({ reader }).list(scopeOf(PUBLIC), { limit: 50 }, PATH);
  return asked;
}

/** One run of load on one side: requests a second, and the 95th percentile of their times in ms. */
async function load(url, seconds) {
  const times = [];
  const run = autocannon({ url: `${url}${PATH}`, connections: CONNECTIONS, duration: seconds });
  run.on('response', (_client, _status, _bytes, time) => times.push(time));
  const result = await run;
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return { rate: result.requests.total / result.duration, p95: percentile(times, 0.95) };
}

async function mustAgree(a, b) {
  const texts = await Promise.all([a, b].map(async (url) => (await fetch(`${url}${PATH}`)).text()));
  const [mine, other] = texts.map((text) => text.replace(/\.[\w-]{8}"}$/, '"}'));
  if (mine !== other) throw new Error('the two sides do not give the same JSON');
}

const row = (what, unit, mine, other, limit, ok) => ({
  measured: what,
  ours: `${mine.toFixed(1)} ${unit}`,
  'node:http + pg': `${other.toFixed(1)} ${unit}`,
  ratio: (mine / other).toFixed(2),
  mark: limit,
  ok,
});

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
      await mustAgree(ours.said, bare.said);
      const seconds = quick ? 2 : 8;
      for (const side of [ours, bare]) await load(side.said, quick ? 2 : 5);
      const [mine, other] = [[], []];
      for (let round = 1; round <= (quick ? 3 : 7); round += 1) {
        mine.push(await load(ours.said, seconds));
        other.push(await load(bare.said, seconds));
        progress(`round ${round}: ours ${mine.at(-1).rate.toFixed(0)}/s, bare ${other.at(-1).rate.toFixed(0)}/s`);
      }
      const of = (runs, name) => median(runs.map((one) => one[name]));
      const [rate, bareRate, p95, bareP95] = [of(mine, 'rate'), of(other, 'rate'), of(mine, 'p95'), of(other, 'p95')];
      return [
        row('requests a second', '/s', rate, bareRate, `≥ ${LIMIT.rate}`, rate / bareRate >= LIMIT.rate),
        row('p95 of a request', 'ms', p95, bareP95, `≤ ${LIMIT.p95}`, p95 / bareP95 <= LIMIT.p95),
      ];
    } finally {
      await Promise.all([ours.stop(), bare.stop()]);
    }
  });
}
