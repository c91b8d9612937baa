import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { untilReady } from './run.mjs';

const LOOK_MS = 5;
const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));

/**
 * Three valid bids of a purchase at one price, with the event that recording them would write. The price is in fen: where all of
 * them are round, as 450 000 yuan are, honest bidders meet by chance and rule C11 rightly says nothing.
 */
export const CHANGE = `
  WITH said AS (UPDATE bid b SET price = f.price - 1237 FROM bid f
    WHERE b.tender_id = ANY ($1::uuid[]) AND f.tender_id = b.tender_id AND f.rank = 1 RETURNING b.tender_id)
  INSERT INTO outbox (aggregate_type, aggregate_id, action, at, payload, tenants, dataset, public, audit_id)
  SELECT DISTINCT 'tender', tender_id::text, 'recorded', clock_timestamp(), '{"data":{}}'::jsonb, '{}'::uuid[], 'live', false, 1 FROM said`;
/** The events with which the purchases came: their first assessment. */
export const CAME = `
  INSERT INTO outbox (aggregate_type, aggregate_id, action, at, payload, tenants, dataset, public, audit_id)
  SELECT 'tender', id, 'recorded', clock_timestamp(), '{"data":{}}', '{}', 'live', false, 1 FROM unnest($1::text[]) id`;
export const NOTHING = `
  INSERT INTO outbox (aggregate_type, aggregate_id, action, at, payload, tenants, dataset, public, audit_id)
  SELECT 'organisation', id, 'changed', clock_timestamp(), '{"data":{}}', '{}', 'live', false, 1 FROM unnest($1::text[]) id`;

export const FLAGGED = `SELECT root_id::text AS id FROM flag WHERE indicator = 'C11' AND root_type = 'tender' AND state = 'open' AND created_at >= $1`;
export const WORKED = `SELECT split_part(subject, ':', 2) AS id FROM job_subject WHERE job = 'assess-touched' AND subject LIKE 'organisation:%' AND done >= wanted`;
/** But for a large market, which is looked at when its changes rest. */
const OWED = `
  SELECT (SELECT count(*) FROM job_subject WHERE done < wanted AND job <> 'assess-market')::integer
    + (SELECT count(*) FROM outbox, outbox_relay WHERE position IS NULL OR position > enqueued)::integer AS n`;

/** Sends events, `every` so many ms or all at once, and looks who is done until all are; answers the ms from each event's commit to the look that found it. */
export async function drive(client, { ids, statement, done, every }) {
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
export async function untilSettled(client, limitMs = 60_000) {
  const began = performance.now();
  while ((await client.query(OWED)).rows[0].n > 0 && performance.now() - began < limitMs) await pause(20);
  return (performance.now() - began) / 1000;
}

/** The job process of a production service, its queues on PostgreSQL or, given its address, on Redis. */
export const startWorker = (env, redis = null) =>
  untilReady(process.execPath, [WORKER], {
    env: { ...process.env, ...env, ...(redis && { QUEUE_BACKEND: 'redis', REDIS_URL: redis }) },
  });

/** A Redis of the benchmark's own, in memory, while `work` goes on; null where `--redis` is not asked for. */
export async function withRedis(work) {
  if (!process.argv.includes('--redis')) return work(null);
  const port = await findFreePort();
  const args = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', [...args.map(String), '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  const failed = new Promise((_, reject) => {
    child.once('error', () => reject(new Error('--redis needs redis-server on the path')));
    child.once('exit', () => reject(new Error('redis-server ended')));
  });
  failed.catch(() => undefined);
  try {
    return await Promise.race([failed, pause(500).then(() => work(`redis://127.0.0.1:${port}`))]);
  } finally {
    child.kill();
  }
}

const findFreePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
