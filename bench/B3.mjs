/**
 * B3: one changed fact of a buyer with thousands of purchases until its flag is there, events coming at a steady rate, beside an
 * empty job on the same queue; and as many events at once as there is time for.
 *
 * An event is the statement of two equal prices: rule C11 opens a flag of that purchase. An empty job is of a body that nothing names.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { fillCountry } from './support/country.mjs';
import { processorOf, processorOfServer, serverOf } from './support/processor.mjs';
import { withDatabase } from './support/product.mjs';
import { median, percentile, untilReady } from './support/run.mjs';

export const title = 'from a changed fact to its flag, at a buyer with 5 000 purchases';
export const mark =
  'p99 at 50/s at most 500 ms and at most 5 × the empty job; at least 100 events/s at once; none lost';

const PURCHASES = 5_000;
const LIMIT = { p99: 500, times: 5, rate: 100 };
const EVERY_MS = 20;
const LOOK_MS = 5;

const WORKER = fileURLToPath(new URL('support/worker.mjs', import.meta.url));

/**
 * Three valid bids of a purchase at one price, with the event that recording them would write. The price is in fen: where all of
 * them are round, as 450 000 yuan are, honest bidders meet by chance and rule C11 rightly says nothing.
 */
const CHANGE = `
  WITH said AS (UPDATE bid b SET price = f.price - 1237 FROM bid f
    WHERE b.tender_id = ANY ($1::uuid[]) AND f.tender_id = b.tender_id AND f.rank = 1 RETURNING b.tender_id)
  INSERT INTO outbox (aggregate_type, aggregate_id, action, at, payload, tenants, dataset, public, audit_id)
  SELECT DISTINCT 'tender', tender_id::text, 'recorded', clock_timestamp(), '{"data":{}}'::jsonb, '{}'::uuid[], 'live', false, 1 FROM said`;
/** The events with which the purchases came: their first assessment. */
const CAME = `
  INSERT INTO outbox (aggregate_type, aggregate_id, action, at, payload, tenants, dataset, public, audit_id)
  SELECT 'tender', id, 'recorded', clock_timestamp(), '{"data":{}}', '{}', 'live', false, 1 FROM unnest($1::text[]) id`;
const NOTHING = `
  INSERT INTO outbox (aggregate_type, aggregate_id, action, at, payload, tenants, dataset, public, audit_id)
  SELECT 'organisation', id, 'changed', clock_timestamp(), '{"data":{}}', '{}', 'live', false, 1 FROM unnest($1::text[]) id`;

const FLAGGED = `SELECT root_id::text AS id FROM flag WHERE indicator = 'C11' AND root_type = 'tender' AND state = 'open' AND created_at >= $1`;
const WORKED = `SELECT split_part(subject, ':', 2) AS id FROM job_subject WHERE job = 'assess-touched' AND subject LIKE 'organisation:%' AND done >= wanted`;
/** But for a large market, which is looked at when its changes rest. */
const OWED = `
  SELECT (SELECT count(*) FROM job_subject WHERE done < wanted AND job <> 'assess-market')::integer
    + (SELECT count(*) FROM outbox, outbox_relay WHERE position IS NULL OR position > enqueued)::integer AS n`;

/** Sends events and looks who is done until all are; answers the ms from each event's commit to the look that found it. */
async function drive(client, { ids, statement, done, every }) {
  const sent = new Map();
  const times = [];
  const { rows } = await client.query('SELECT clock_timestamp() AS now');
  let sending = true;
  const looking = (async () => {
    const found = new Set();
    const give = performance.now() + 60_000;
    while ((sending || found.size < ids.length) && performance.now() < give) {
      const { rows: there } = await client.query(done, done === FLAGGED ? [rows[0].now] : []);
      const at = performance.now();
      for (const { id } of there)
        if (!found.has(id) && sent.has(id)) {
          found.add(id);
          times.push(at - sent.get(id));
        }
      await pause(LOOK_MS);
    }
  })();
  const began = performance.now();
  if (every === 0) {
    for (const id of ids) sent.set(id, began);
    await client.query(statement, [ids]);
  } else
    for (const [i, id] of ids.entries()) {
      await pause(Math.max(0, began + i * every - performance.now()));
      await client.query(statement, [[id]]);
      sent.set(id, performance.now());
    }
  sending = false;
  await looking;
  return { times, lost: ids.length - times.length, seconds: (performance.now() - began) / 1000 };
}

/** Until nothing is owed any more: the bodies too. */
async function untilSettled(client, limitMs = 60_000) {
  const began = performance.now();
  while ((await client.query(OWED)).rows[0].n > 0 && performance.now() - began < limitMs) await pause(20);
  return (performance.now() - began) / 1000;
}

export async function run({ quick, progress }) {
  return withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    const server = await serverOf(client);
    progress(`${PURCHASES} purchases of one buyer …`);
    const made = await fillCountry(client, { purchases: PURCHASES, perBuyer: PURCHASES });
    const tenders = made.map(({ tender }) => tender);
    const worker = await untilReady(process.execPath, [WORKER], { env: { ...process.env, ...env } });
    const spent = () => ({ node: processorOf(worker.pid), postgres: processorOfServer(server) });
    try {
      const steady = (ids, what) => drive(client, { ids, ...what, every: EVERY_MS });
      const changed = { statement: CHANGE, done: FLAGGED };
      const empty = { statement: NOTHING, done: WORKED };
      const take = (count) => tenders.splice(0, count);
      const bodies = (count) => Array.from({ length: count }, () => randomUUID());
      progress('their first assessment …');
      const beforeAll = spent();
      await client.query(CAME, [tenders]);
      const first = await untilSettled(client, 600_000);
      const afterAll = spent();
      await client.query('VACUUM ANALYZE');
      progress(`${first.toFixed(1)} s; warming …`);
      await steady(take(100), changed);
      await untilSettled(client);
      const seconds = quick ? 4 : 12;
      const rounds = quick ? 1 : 5;
      const count = (seconds * 1000) / EVERY_MS;
      const [ours, theirs] = [[], []];
      for (let round = 1; round <= rounds; round += 1) {
        theirs.push(await steady(bodies(count), empty));
        const before = spent();
        const one = await steady(take(count), changed);
        one.settled = await untilSettled(client);
        const after = spent();
        one.node = ((after.node - before.node) * 1000) / count;
        one.postgres = ((after.postgres - before.postgres) * 1000) / count;
        ours.push(one);
        progress(
          `round ${round}: p99 ${percentile(one.times, 0.99).toFixed(0)} ms, empty ${percentile(theirs.at(-1).times, 0.99).toFixed(0)} ms, lost ${one.lost}`,
        );
      }
      const before = spent();
      const many = Math.min(tenders.length, quick ? 200 : 1_000);
      const burst = await drive(client, { ids: take(many), ...changed, every: 0 });
      const settled = await untilSettled(client);
      const after = spent();
      const empties = await drive(client, { ids: bodies(many), ...empty, every: 0 });
      const p99 = (runs) => median(runs.map(({ times }) => percentile(times, 0.99)));
      const p50 = (runs) => median(runs.map(({ times }) => percentile(times, 0.5)));
      const lost = [...ours, burst].reduce((sum, one) => sum + one.lost, 0);
      const rate = many / burst.seconds;
      const row = (measured, mine, other, ratio, limit, ok) => ({
        measured,
        ours: mine,
        'empty job': other,
        ratio,
        mark: limit,
        ok,
      });
      const ms = (number) => `${number.toFixed(0)} ms`;
      const ratio = p99(ours) / p99(theirs);
      const cpu = (name) => ms(median(ours.map((one) => one[name])));
      return [
        row(
          'p50 from fact to flag, 50/s',
          ms(p50(ours)),
          ms(p50(theirs)),
          (p50(ours) / p50(theirs)).toFixed(2),
          '',
          '',
        ),
        row(
          'p99 from fact to flag, 50/s',
          ms(p99(ours)),
          ms(p99(theirs)),
          ratio.toFixed(2),
          `≤ ${LIMIT.p99} ms and ≤ ${LIMIT.times} ×`,
          p99(ours) <= LIMIT.p99 && ratio <= LIMIT.times,
        ),
        row('processor time an event, node', cpu('node'), '', '', '', ''),
        row('processor time an event, PostgreSQL', cpu('postgres'), '', '', '', ''),
        row(
          'nothing owed any more, bodies included, after the last flag',
          `${median(ours.map((one) => one.settled)).toFixed(1)} s`,
          '',
          '',
          '',
          '',
        ),
        row(
          `${many} events at once`,
          `${rate.toFixed(1)} /s`,
          `${(many / empties.seconds).toFixed(1)} /s`,
          (rate / (many / empties.seconds)).toFixed(2),
          `≥ ${LIMIT.rate} /s`,
          rate >= LIMIT.rate,
        ),
        row(
          'the same, processor time of both together',
          `${((many / (after.node + after.postgres - before.node - before.postgres)) * 2).toFixed(1)} /s on two cores`,
          '',
          '',
          '',
          '',
        ),
        row('nothing owed any more, bodies included', `${settled.toFixed(1)} s later`, '', '', '', ''),
        row(
          `${PURCHASES} purchases that come at once, bodies included`,
          `${(PURCHASES / first).toFixed(1)} /s`,
          '',
          '',
          '',
          '',
        ),
        row(
          'the same, processor time of both together',
          `${((PURCHASES / (afterAll.node + afterAll.postgres - beforeAll.node - beforeAll.postgres)) * 2).toFixed(1)} /s on two cores`,
          '',
          '',
          '',
          '',
        ),
        row('lost', String(lost), '', '', '0', lost === 0),
      ];
    } finally {
      await worker.stop();
      await client.end();
    }
  });
}
