/** B8: the feed while sixteen writers write and one transaction stays open: what is lost, told twice, and how late it is told. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startWorker } from './support/events.mjs';
import { makePerson } from './support/officer.mjs';
import { startProduct, withDatabase } from './support/product.mjs';
import { percentile } from './support/run.mjs';
import { listServed, sowMarket } from './support/served.mjs';

const MOST_LAG_MS = 1_000;
const LEAST_WRITES = 72;
const WRITERS = 16;
const SECONDS = { quick: 8, full: 40 };
/** The slow transaction has its number from the beginning, and commits when so much of the time is over. */
const SLOW_SHARE = 0.5;

export const title = 'the feed';
export const mark = `0 lost, 0 told twice, p99 of the lag at most ${MOST_LAG_MS} ms after a slow transaction has committed; at least ${LEAST_WRITES} writes/s`;

/** Reads on from where it is until it is told to stop: which events came, when, and their positions. */
function crawl(url, headers) {
  const seen = [];
  let stops = false;
  const reading = (async () => {
    let after = 0;
    while (!stops) {
      const answer = await fetch(`${url}/api/v1/changes?after=${after}&limit=200`, { headers });
      if (!answer.ok) throw new Error(`changes: ${answer.status} ${await answer.text()}`);
      const page = await answer.json();
      const at = performance.now();
      for (const { position, id } of page.items) seen.push({ position, id, at });
      after = page.position;
      if (page.items.length === 0) await pause(10);
    }
  })();
  const stop = async () => {
    stops = true;
    await reading;
    return seen;
  };
  return { seen, stop };
}

const day = (n) => new Date(Date.UTC(2025, 0, 1 + (n % 300))).toISOString().slice(0, 10);

/** Writers, each on a contract of its own, until `seconds` are over; the record of each write, and when it was answered. */
async function write(url, headers, contracts, seconds) {
  const written = [];
  const until = performance.now() + seconds * 1_000;
  await Promise.all(
    contracts.map(async ({ contract, recipients }) => {
      for (let n = 0; performance.now() < until; n += 1) {
        const record = {
          clientToken: randomUUID(),
          servedOn: day(n),
          form: 'visit',
          minutes: 1,
          workers: { assistant: 1 },
        };
        const answer = await fetch(`${url}/api/v1/contracts/${contract}/service-records`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ ...record, recipients: [recipients[n % recipients.length]] }),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${answer.status} ${text}`);
        written.push({ id: JSON.parse(text).id, at: performance.now() });
      }
    }),
  );
  return written;
}

/** A transaction that wrote an event first of all and commits late; answers the event's object and when it was committed. */
async function writeSlowly(client, body, ms) {
  const id = randomUUID();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO outbox (aggregate_type, aggregate_id, action, at, payload, tenants, dataset, public, audit_id)
     VALUES ('tender', $1, 'changed', clock_timestamp(), '{"data":{}}', ARRAY[$2]::uuid[], 'live', false, 1)`,
    [id, body],
  );
  await pause(ms);
  await client.query('COMMIT');
  return { id, at: performance.now() };
}

const lags = (written, seen) => {
  const first = new Map();
  for (const { id, at } of seen) if (!first.has(id)) first.set(id, at);
  return written.map(({ id, at }) => (first.has(id) ? Math.max(0, first.get(id) - at) : null));
};

export async function run({ quick, progress }) {
  return withDatabase(async ({ url, env }) => {
    const seconds = quick ? SECONDS.quick : SECONDS.full;
    const client = new pg.Client(url);
    await client.connect();
    let product;
    let worker;
    try {
      const bureau = await makePerson(client, env, 'bureau', 'bureau_officer');
      const agency = await makePerson(client, env, 'agency', 'agency_manager');
      await sowMarket(client, bureau.body, agency.body, WRITERS, WRITERS);
      const contracts = await listServed(client);
      product = await startProduct(env);
      worker = await startWorker(env);
      const headers = { authorization: `Bearer ${await agency.signIn(product.said)}` };
      progress(`${WRITERS} writers for ${seconds} s …`);
      const crawler = crawl(product.said, headers);
      const slow = writeSlowly(client, agency.body, seconds * 1_000 * SLOW_SHARE);
      const written = await write(product.said, headers, contracts, seconds);
      const late = await slow;
      await pause(3_000);
      const seen = await crawler.stop();
      const positions = seen.map(({ position }) => position);
      const times = lags([...written, late], seen);
      const after = lags([...written.filter(({ at }) => at > late.at), late], seen).filter((lag) => lag !== null);
      const count = (what, n) => ({ measured: what, found: n, mark: 0, ok: n === 0 });
      const rate = written.length / seconds;
      const p99 = (all) => percentile(all, 0.99);
      return [
        { measured: 'writes a second', found: rate.toFixed(1), mark: `≥ ${LEAST_WRITES}`, ok: rate >= LEAST_WRITES },
        count(`lost, of ${times.length}`, times.filter((lag) => lag === null).length),
        count('told twice', positions.length - new Set(positions).size),
        count('out of order', positions.filter((position, i) => i > 0 && position < positions[i - 1]).length),
        {
          measured: 'p99 from the answer of a write to its event, while the slow transaction is open',
          found: `${p99(
            lags(
              written.filter(({ at }) => at <= late.at),
              seen,
            ).filter((lag) => lag !== null),
          ).toFixed(0)} ms`,
          mark: '–',
          ok: '–',
        },
        {
          measured: 'the same after it has committed, its own event too',
          found: `${p99(after).toFixed(0)} ms`,
          mark: `≤ ${MOST_LAG_MS} ms`,
          ok: p99(after) <= MOST_LAG_MS,
        },
      ];
    } finally {
      await Promise.all([product?.stop(), worker?.stop()]);
      await client.end();
    }
  });
}
