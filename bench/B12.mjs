/** Public lists as they grow: what each filter and order reads that it does not show, and how long the slowest requests take. */
import pg from 'pg';
import { PUBLIC } from '../dist/src/kernel/access/principal.js';
import { toScope } from '../dist/src/kernel/access/scope.js';
import { TendersQueries } from '../dist/src/purchase/tenders/reads/tenders.queries.js';
import { fillTenders } from './support/listed.mjs';
import { withDatabase } from './support/product.mjs';
import { median, percentile } from './support/run.mjs';

const MOST_REMOVED = 10_000;
const MOST_GROWTH = 1.5;

export const title = 'lists as they grow';
export const mark = `no more than ${MOST_REMOVED} rows removed by a filter; p95 of the largest at most ${MOST_GROWTH} times the smallest`;

const SIZES = { quick: [2_000, 20_000], full: [10_000, 200_000, 1_000_000] };
const RUNS = { quick: 20, full: 60 };
const ORDERS = [undefined, '-created', 'deadline'];
const PATH = '/api/v1/tenders';

/** Filters as a resident, an agency or a platform sets them, with what a purchase in the middle says. */
const listFilters = ({ buyer, region, category, method, purchase, last }) => ({
  none: {},
  'state=open': { state: 'open' },
  'state=cancelled': { state: 'cancelled' },
  'state=contracted': { state: 'contracted' },
  category: { category },
  'category and region': { category, region },
  'category, region and open': { category, region, state: 'open' },
  region: { region },
  province: { region: '990000' },
  'category and prefecture': { category, region: `${region.slice(0, 4)}00` },
  'method and open': { method, state: 'open' },
  buyer: { buyer },
  'buyer and open': { buyer, state: 'open' },
  purchase: { purchase },
  'dataset that is empty': { dataset: 'import:none' },
  'updatedSince, the last day': { updatedSince: new Date(last - 86_400_000).toISOString() },
  'updatedSince, the last year': { updatedSince: new Date(last - 365 * 86_400_000).toISOString() },
});

/** What the product asks the database for this list, taken from the product itself. */
async function readStatement(query) {
  let asked;
  const reader = {
    query(text, values) {
      asked = { text, values };
      return Promise.resolve([]);
    },
  };
  await new TendersQueries({ reader }).list(toScope(PUBLIC), { limit: 50, ...query }, PATH);
  return asked;
}

/** Rows that the nodes of a plan read and did not pass on. */
function countRemoved(node) {
  const own = ['Rows Removed by Filter', 'Rows Removed by Index Recheck', 'Rows Removed by Join Filter']
    .map((name) => node[name] ?? 0)
    .reduce((a, b) => a + b);
  return own * (node['Actual Loops'] ?? 1) + (node.Plans ?? []).map(countRemoved).reduce((a, b) => a + b, 0);
}

async function measure(client, { text, values }, runs) {
  const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
  const removed = countRemoved(rows[0]['QUERY PLAN'][0].Plan);
  const times = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    await client.query(text, values);
    times.push(performance.now() - began);
  }
  return { removed, p95: percentile(times, 0.95), middle: median(times) };
}

export async function run({ quick, progress }) {
  const sizes = quick ? SIZES.quick : SIZES.full;
  const found = new Map();
  for (const size of sizes) {
    progress(`${size} purchases …`);
    await withDatabase(async ({ url, env }) => {
      const owner = new pg.Client(url);
      const client = new pg.Client(env.DATABASE_URL);
      await Promise.all([owner.connect(), client.connect()]);
      try {
        const filters = Object.entries(listFilters(await fillTenders(owner, size)));
        for (const [name, filter] of filters)
          for (const sort of ORDERS) {
            const statement = await readStatement({ ...filter, ...(sort && { sort }) });
            const key = `${name}${sort ? `, ${sort}` : ''}`;
            found.set(key, [
              ...(found.get(key) ?? []),
              await measure(client, statement, quick ? RUNS.quick : RUNS.full),
            ]);
          }
      } finally {
        await Promise.all([owner.end(), client.end()]);
      }
    });
  }
  return [...found].map(([list, measured]) => rowOf(list, measured, sizes));
}

function rowOf(list, measured, sizes) {
  const growth = measured.at(-1).p95 / measured[0].p95;
  const removed = Math.max(...measured.map((one) => one.removed));
  return {
    list,
    ...Object.fromEntries(sizes.map((size, i) => [`p95 at ${size}`, `${measured[i].p95.toFixed(2)} ms`])),
    ratio: growth.toFixed(2),
    removed,
    ok: removed <= MOST_REMOVED && growth <= MOST_GROWTH,
  };
}
