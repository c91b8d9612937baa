/** B4: what a reader and a changed fact wait for, as purchases grow to a million with three bids each. */
import pg from 'pg';
import { fillCountry } from './support/country.mjs';
import { CHANGE, drive, FLAGGED, startWorker, untilSettled } from './support/events.mjs';
import { timeRequests } from './support/one-caller.mjs';
import { startProduct, withDatabase } from './support/product.mjs';
import { percentile } from './support/run.mjs';

const MOST_GROWTH = 1.5;
const SIZES = { quick: [2_000, 20_000], full: [10_000, 100_000, 1_000_000] };
const PER_BUYER = 500;
/** A country grows by counties; a market is one county's. */
const PER_COUNTY = 2_000;
const EVERY_MS = 100;
const CHANGES = { quick: 40, full: 200 };

export const title = 'growth';
export const mark = `p95 at the largest size at most ${MOST_GROWTH} times that at the smallest`;

const READS = {
  'a page of 50 purchases': '/api/v1/tenders?limit=50',
  'the newest 50': '/api/v1/tenders?limit=50&sort=-created',
  'a page of 50 contracts': '/api/v1/contracts?limit=50',
};

/** The p95 in ms of each, by name. */
async function measure(purchases, { quick, progress }) {
  return withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    let product;
    let worker;
    try {
      const made = await fillCountry(client, {
        ...{ purchases, perBuyer: PER_BUYER },
        counties: purchases / PER_COUNTY,
      });
      await client.query('VACUUM ANALYZE');
      progress(`${purchases} purchases …`);
      product = await startProduct(env);
      const found = new Map();
      for (const [name, path] of Object.entries(READS))
        found.set(name, (await timeRequests(`${product.said}${path}`, {}, { runs: quick ? 60 : 300, warm: 50 })).p95);
      worker = await startWorker(env);
      const change = async (ids) => drive(client, { ids, statement: CHANGE, done: FLAGGED, every: EVERY_MS });
      const ids = made.map(({ tender }) => tender);
      const step = Math.floor(ids.length / (CHANGES.full + 100));
      const spread = ids.filter((_, i) => i % step === 0);
      await change(spread.splice(0, 40));
      await untilSettled(client);
      const { times, lost } = await change(spread.splice(0, quick ? CHANGES.quick : CHANGES.full));
      if (lost > 0) throw new Error(`${lost} changed facts have no flag`);
      found.set('from a changed fact to its flag', percentile(times, 0.95));
      return found;
    } finally {
      await Promise.all([product?.stop(), worker?.stop()]);
      await client.end();
    }
  });
}

export async function run({ quick, progress }) {
  const sizes = quick ? SIZES.quick : SIZES.full;
  const found = [];
  for (const size of sizes) found.push(await measure(size, { quick, progress }));
  return [...found[0].keys()].map((name) => {
    const p95 = found.map((one) => one.get(name));
    const growth = p95.at(-1) / p95[0];
    return {
      measured: `p95 of ${name}`,
      ...Object.fromEntries(sizes.map((size, i) => [`at ${size}`, `${p95[i].toFixed(1)} ms`])),
      growth: growth.toFixed(2),
      mark: `≤ ${MOST_GROWTH}`,
      ok: growth <= MOST_GROWTH,
    };
  });
}
