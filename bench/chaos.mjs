/**
 * Randomised faults: an API and a worker, each started again when it ends, with clients that repeat every request under its key
 * until it is answered, and readers of the feed. What goes wrong is drawn from a seed: programs killed, paused and told to stop,
 * the network to the database cut or silent, connections and statements ended, clocks of these programs an hour off, the disk
 * of the anchors full; with the queues on Redis (`--queue redis`, a server of the run's own) the way there too. Nothing else of the
 * machine is touched. At the end everything is well again, and the history is judged.
 *
 * `npm run bench -- chaos [--minutes 30] [--quick] [--seed S] [--queue redis]`
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { followFeed, makeAsker, makeWriters } from './chaos/clients.mjs';
import { makeClock, makeFaults, mountDisk } from './chaos/faults.mjs';
import { judge } from './chaos/judge.ts';
import { keepRunning } from './chaos/kept-running.mjs';
import { openLine } from './chaos/line.mjs';
import { startQueueStore } from './chaos/queue-store.mjs';
import { toRows } from './chaos/rows.ts';
import { makePerson } from './support/officer.mjs';
import { withDatabase } from './support/product.mjs';
import { optionOf } from './support/run.mjs';
import { listServed, sowMarket } from './support/served.mjs';
import { recordedTenders } from './support/works.mjs';

export const title = 'randomised faults';
export const mark = 'lost, doubled, reordered, stuck: 0 each';

const MINUTES = { quick: 1, full: 30 };
const CONTRACTS = 4;
const TENDERS_PER_MINUTE = 3_000;
/** How long everything may take to be done once it is well again. */
const QUIET_MS = 180_000;
const MAIN = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
const CLI = fileURLToPath(new URL('../dist/src/cli.js', import.meta.url));

/** Numbers from 0 to 1 that a seed says. */
function drawFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function findFreePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** What still waits in the database, by name. */
const WAITING = `
  SELECT (SELECT count(*) FROM outbox WHERE position IS NULL) AS "events without a position",
    (SELECT count(*) FROM outbox WHERE position > (SELECT enqueued FROM outbox_relay)) AS "events that no job knows",
    (SELECT count(*) FROM job_subject WHERE done < wanted) AS "subjects owed",
    (SELECT count(*) FROM job_failure) AS "failed jobs"`;

async function untilQuiet(client) {
  for (let until = Date.now() + QUIET_MS; ; await pause(1_000)) {
    const { rows } = await client.query(WAITING);
    const waiting = Object.entries(rows[0]).filter(([, n]) => Number(n) > 0);
    if (waiting.length === 0 || Date.now() > until) return waiting.map(([name, n]) => `${n} ${name}`);
  }
}

/** Several records of one request are one entry, which names each. */
const STORED = `
  SELECT CASE a.aggregate_type WHEN 'tender' THEN 'fact of ' || named.id WHEN 'worker' THEN 'worker ' || named.id
           ELSE 'record ' || (SELECT client_token FROM service_record WHERE id = named.id::uuid) END AS key,
         '' AS root
  FROM audit_entry a
  CROSS JOIN LATERAL (
    SELECT a.aggregate_id, 1 WHERE a.aggregate_type <> 'service_record_batch'
    UNION ALL SELECT r ->> 'id', n FROM jsonb_array_elements(CASE a.aggregate_type WHEN 'service_record_batch'
      THEN convert_from(a.canonical, 'UTF8')::jsonb #> '{data,records}' END) WITH ORDINALITY AS r (r, n)
  ) named (id, n)
  WHERE a.aggregate_type = 'worker' AND a.action = 'registered'
    OR a.aggregate_type IN ('service_record', 'service_record_batch') AND a.action = 'recorded'
    OR a.aggregate_type = 'tender' AND a.action <> 'rows_told' ORDER BY a.id, named.n`;

export async function run({ quick, progress }) {
  const seed = Number(optionOf('seed') ?? Math.floor(Math.random() * 2 ** 31));
  const minutes = Number(optionOf('minutes') ?? (quick ? MINUTES.quick : MINUTES.full));
  const queue = optionOf('queue') ?? 'postgres';
  if (!['postgres', 'redis'].includes(queue)) throw new Error('--queue is postgres or redis');
  const draw = drawFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'throughline-chaos-'));
  const disk = mountDisk();
  const clock = makeClock(folder);
  const left = [...(disk ? [] : ['the full disk']), ...(clock ? [] : ['clocks (libfaketime is not installed)'])];
  progress(
    `seed ${seed}, ${minutes} minutes, queues on ${queue}${left.length > 0 ? `; left out: ${left.join(', ')}` : ''}`,
  );
  let store;
  try {
    store = queue === 'redis' ? await startQueueStore(folder, await findFreePort()) : undefined;
    return await withDatabase(({ url, env }) =>
      torment({ url, env, folder, store, disk, clock, draw, minutes, seed, left, progress }),
    );
  } finally {
    await store?.stop();
    disk?.unmount();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function torment({ url, env: given, store, disk, clock, draw, minutes, seed, left, progress }) {
  const owner = new pg.Client(url);
  owner.on('error', () => undefined);
  await owner.connect();
  const officer = await makePerson(owner, given, 'bureau', 'bureau_officer');
  const manager = await makePerson(owner, given, 'agency', 'agency_manager');
  await sowMarket(owner, officer.body, manager.body, CONTRACTS * 5, CONTRACTS);
  const contracts = await listServed(owner);
  const tenders = await recordedTenders(owner, officer.body, Math.ceil(TENDERS_PER_MINUTE * minutes));
  const line = await openLine(given.DATABASE_URL);
  const queueLine = store && (await openLine(store.url));
  const port = await findFreePort();
  const env = {
    ...{ PATH: process.env.PATH, HOME: process.env.HOME, ...given, ...clock?.env },
    ...{ DATABASE_URL: line.url, PORT: String(port), LOG_LEVEL: 'error' },
    ...(queueLine && { QUEUE_BACKEND: 'redis', REDIS_URL: queueLine.url }),
    ...(disk && { ANCHOR_FILE: join(disk.folder, 'anchors.jsonl') }),
  };
  const base = `http://127.0.0.1:${port}`;
  const api = await keepRunning(process.execPath, [MAIN], env, async () => (await fetch(`${base}/health/live`)).ok);
  const worker = await keepRunning(process.execPath, [CLI, 'worker'], { ...env, PORT: '0' }, ({ saidReady }) =>
    Promise.resolve(saidReady),
  );
  const [acknowledged, broken, told] = [[], [], {}];
  let isOver = false;
  try {
    await Promise.all([api.untilReady(), worker.untilReady()]);
    const ask = (signIn) => makeAsker(base, signIn, told, broken);
    const writers = makeWriters(
      { officer: ask(officer.signIn), manager: ask(manager.signIn), agency: manager.body, tenders, contracts },
      acknowledged,
    );
    const writing = writers.map(async (write) => {
      while (!isOver) await write();
    });
    let isRead = false;
    const readers = [
      ['officer', officer],
      ['manager', manager],
    ].map(async ([reader, { body, signIn }]) => ({ reader, body, read: await followFeed(ask(signIn), () => isRead) }));

    const faults = Object.entries(makeFaults({ api, worker, line, queueLine, owner, clock, disk }));
    const happened = Object.fromEntries(faults.map(([name]) => [name, 0]));
    const began = Date.now();
    for (const until = began + minutes * 60_000; Date.now() < until;) {
      const [name, act] = faults[Math.floor(draw() * faults.length)];
      happened[name] += 1;
      await act(1 + draw() * 4);
      await pause(1_000 + draw() * 3_000);
      if (Object.values(happened).reduce((a, b) => a + b) % 10 === 0)
        progress(`${acknowledged.length} acknowledged; ${JSON.stringify(happened)}`);
    }
    const lasted = (Date.now() - began) / 60_000;
    progress('everything is well again; what was begun ends …');
    isOver = true;
    await Promise.all([...writing, api.untilReady(), worker.untilReady()]);
    progress('no request is open; what is owed is done …');
    const waiting = await untilQuiet(owner);
    isRead = true;
    const readings = await Promise.all(readers);
    const history = await readHistory(owner, acknowledged, readings, waiting);
    const found = await verify(env, happened);
    const verdict = judge(history);
    for (const [name, list] of Object.entries(verdict))
      for (const one of list.slice(0, 20)) progress(`${name}: ${one}`);
    progress(
      `starts of the API: ${api.kept.starts}, of the worker: ${worker.kept.starts}; refusals: ${JSON.stringify(told)}`,
    );
    for (const id of broken.slice(0, 20)) progress(`answered 500: ${api.kept.faults.get(id) ?? id}`);
    const counts = Object.entries(verdict).map(([name, list]) => [name, list.length]);
    return toRows({
      found: {
        ...Object.fromEntries(counts),
        'answered 500, where 503 says to come again': broken.length,
        'findings in the audit': found,
      },
      ...{ minutes: lasted, asked: minutes, happened, leftOut: left },
      of: `${acknowledged.length} acknowledged, ${history.positions.length} events, seed ${seed}, queues on ${store ? 'Redis' : 'PostgreSQL'}`,
    });
  } finally {
    isOver = true;
    for (const way of [line, queueLine]) way?.mend();
    await Promise.all([api.stop(), worker.stop()]);
    for (const way of [line, queueLine]) way?.close();
    await owner.end().catch(() => undefined);
  }
}

async function readHistory(client, acknowledged, readings, waiting) {
  const { rows: stored } = await client.query(STORED);
  const { rows: all } = await client.query(`SELECT position::int AS position FROM outbox ORDER BY position`);
  const there = async (body) =>
    (
      await client.query(
        `SELECT position::int AS position FROM outbox WHERE public OR tenants && ARRAY[$1]::uuid[] ORDER BY position`,
        [body],
      )
    ).rows.map(({ position }) => position);
  const compared = [];
  for (const { reader, body, read } of readings) compared.push({ reader, read, there: await there(body) });
  return { acknowledged, stored, readings: compared, positions: all.map(({ position }) => position), waiting };
}

/** What the product itself finds in its audit: the rows that are compared were sown by SQL, so the chains and anchors alone. */
async function verify(env, happened) {
  const own = { ...env };
  delete own.LD_PRELOAD;
  const output = await new Promise((resolve) =>
    execFile(process.execPath, [CLI, 'verify-audit'], { env: own, maxBuffer: 1e8 }, (error, out, err) =>
      resolve(out || `${String(error)} ${err}`),
    ),
  );
  if (!output.startsWith('{')) throw new Error(`verify-audit: ${output.slice(0, 2_000)} ${JSON.stringify(happened)}`);
  return JSON.parse(output).findingsTotal;
}
