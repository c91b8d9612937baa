/** Public lists as they grow: what each filter and order reads that it does not show, and how long the slowest requests take. */
import { URLSearchParams } from 'node:url';
import pg from 'pg';
import { PUBLIC } from '../src/kernel/access/principal.js';
import { toScope } from '../src/kernel/access/scope.js';
import { ContractsQueries } from '../src/purchase/contracts/contracts.queries.js';
import { NoticesQueries } from '../src/purchase/tenders/notices/notices.queries.js';
import { TendersQueries } from '../src/purchase/tenders/reads/tenders.queries.js';
import { fillLists } from './support/listed.mjs';
import { startProduct, withDatabase } from './support/product.mjs';
import { percentile } from './support/run.mjs';

const MOST_REMOVED = 10_000;
const MOST_GROWTH = 1.5;

export const title = 'lists as they grow';
export const mark = `no more than ${MOST_REMOVED} rows removed by a filter; p95 of the largest at most ${MOST_GROWTH} times the smallest`;

const SIZES = { quick: [2_000, 20_000], full: [10_000, 200_000, 1_000_000] };
const RUNS = { quick: 40, full: 200 };
const DAY = 86_400_000;
const iso = (instant) => new Date(instant).toISOString();

/** Filters as a resident, an agency or a platform sets them, with what a purchase in the middle says. */
const alike = ({ region, category, dataset, last }) => ({
  none: {},
  category: { category },
  county: { region },
  prefecture: { region: `${region.slice(0, 4)}00` },
  province: { region: '990000' },
  'an empty province': { region: '110000' },
  'category, county': { category, region },
  'category, prefecture': { category, region: `${region.slice(0, 4)}00` },
  dataset: { dataset },
  'an empty dataset': { dataset: 'import:none' },
  'changed in the last day': { updatedSince: iso(last - DAY) },
  'changed in the last year': { updatedSince: iso(last - 365 * DAY) },
  'category, changed in the last year': { category, updatedSince: iso(last - 365 * DAY) },
});

const LISTS = {
  tenders: (made) => ({
    ...alike(made),
    open: { state: 'open' },
    closed: { state: 'closed' },
    failed: { state: 'failed' },
    cancelled: { state: 'cancelled' },
    contracted: { state: 'contracted' },
    method: { method: made.method },
    'method, open': { method: made.method, state: 'open' },
    'category, county, open': { category: made.category, region: made.region, state: 'open' },
    buyer: { buyer: made.buyer },
    'buyer, open': { buyer: made.buyer, state: 'open' },
    purchase: { purchase: made.purchase },
    'words that all have': { q: '居家 养老' },
    'words that few have': { q: '养老 4321' },
    'words that nobody has': { q: '航天' },
    'all money': { amountFrom: '1' },
    'more money than there is': { amountFrom: '900000' },
    'a month of deadlines': {
      deadlineFrom: iso(made.last - 400 * DAY).slice(0, 10),
      deadlineTo: iso(made.last - 370 * DAY).slice(0, 10),
    },
    'open, deadline ahead': { open: 'true' },
    'words, open, deadline ahead': { q: '养老', open: 'true' },
  }),
  notices: ({ last, ...made }) => ({
    ...alike({ last, ...made }),
    method: { method: made.method },
    kind: { kind: 'tender' },
    'an empty kind': { kind: 'acceptance' },
    'open today': { deadlineAfter: iso(last).slice(0, 10) },
    'open a year ago': { deadlineAfter: iso(last - 365 * DAY).slice(0, 10) },
    'category, open today': { category: made.category, deadlineAfter: iso(last).slice(0, 10) },
  }),
  contracts: (made) => ({
    ...alike(made),
    signed: { state: 'signed' },
    accepted: { state: 'accepted' },
    terminated: { state: 'terminated' },
    buyer: { buyer: made.buyer },
    supplier: { supplier: made.supplier },
    'buyer, signed': { buyer: made.buyer, state: 'signed' },
  }),
};

/** The orders that a list with this filter has beside its own. */
const sortsOf = (list, { updatedSince, deadlineAfter, deadlineFrom, state, open }) =>
  updatedSince || deadlineAfter || deadlineFrom
    ? [undefined]
    : [undefined, '-created', ...(list === 'tenders' && (state === 'open' || open) ? ['deadline'] : [])];

const ASKED = {
  tenders: (reader, query, url) => new TendersQueries({ reader }).list(toScope(PUBLIC), query, url),
  notices: (reader, query, url) => new NoticesQueries({ reader }).list(query, url),
  contracts: (reader, query, url) => new ContractsQueries({ reader }).list(toScope(PUBLIC), query, url),
};

/** What the product asks the database for this list, taken from the product itself. */
async function readStatement(list, query) {
  let asked;
  const reader = {
    query(text, values) {
      asked = { text, values };
      return Promise.resolve([]);
    },
  };
  await ASKED[list](reader, query, `/api/v1/${list}`);
  return asked;
}

/** Rows that the nodes of a plan read and did not pass on. */
function countRemoved(node) {
  const own = ['Rows Removed by Filter', 'Rows Removed by Index Recheck', 'Rows Removed by Join Filter']
    .map((name) => node[name] ?? 0)
    .reduce((a, b) => a + b);
  return own * (node['Actual Loops'] ?? 1) + (node.Plans ?? []).map(countRemoved).reduce((a, b) => a + b, 0);
}

async function measure({ client, base, runs }, list, query) {
  const { text, values } = await readStatement(list, query);
  const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
  const address = `${base}/api/v1/${list}?${new URLSearchParams(query)}`;
  const times = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    const answer = await fetch(address);
    const body = await answer.text();
    times.push(performance.now() - began);
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${body}`);
  }
  return { removed: countRemoved(rows[0]['QUERY PLAN'][0].Plan), p95: percentile(times, 0.95) };
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
      let product;
      try {
        const made = await fillLists(owner, size);
        progress('filled …');
        product = await startProduct(env);
        const asked = { client, base: product.said.split(' ')[0], runs: quick ? RUNS.quick : RUNS.full };
        await warm(asked);
        for (const [list, filters] of Object.entries(LISTS))
          for (const [name, filter] of Object.entries(filters(made)))
            for (const sort of sortsOf(list, filter)) {
              const key = `${list}: ${name}${sort ? `, by ${sort}` : ''}`;
              const measured = await measure(asked, list, { ...filter, ...(sort && { sort }) });
              found.set(key, [...(found.get(key) ?? []), measured]);
            }
      } finally {
        await product?.stop();
        await Promise.all([owner.end(), client.end()]);
      }
    });
  }
  return [...found].map(([list, measured]) => rowOf(list, measured, sizes));
}

/** The first requests of a process compile what the later ones use. */
async function warm({ base }) {
  for (let round = 0; round < 100; round++)
    for (const list of Object.keys(LISTS)) await (await fetch(`${base}/api/v1/${list}`)).text();
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
