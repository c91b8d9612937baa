/**
 * One busy contract: forty clients send batches of 200 records to it, and then its row is held by another session besides. Beside
 * it an unrelated public list, readiness and the figures are asked at a steady rate, and once with nobody writing: the ratio is
 * between the two. Writers in excess are told to come again, and how long the longest of them waited is measured as well.
 */
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { startProduct, withDatabase } from './support/product.mjs';
import { percentile } from './support/run.mjs';
import { BATCH, seedMarket, SIZE } from './support/served.mjs';

export const title = 'one busy contract';
export const mark =
  'unrelated reads p95 ≤ 500 ms, readiness and figures p95 ≤ 200 ms, writers in excess told within 5 s';

const CLIENTS = 40;
const EVERY_MS = 50;
const SECONDS = { quick: 6, full: 20 };
const TOLD_MS = 5_000;
const ASKED = [
  { name: 'a public list', path: '/api/v1/contracts?limit=20', most: 500 },
  // No worker runs here, and it says so.
  { name: 'readiness', path: '/health/ready', most: 200, also: 503 },
  { name: 'the figures', path: '/metrics', most: 200 },
];

const day = (n) => new Date(Date.UTC(2025, 0, 1 + (n % 300))).toISOString().slice(0, 10);

/** Writes on the contract until it is told to stop, and says what it was answered and how long each answer took. */
function writeOn(url, contract, recipients, headers) {
  const said = { stored: 0, busy: 0, longest: 0, others: {} };
  let stops = false;
  const write = async () => {
    while (!stops) {
      const records = Array.from({ length: BATCH }, (_, n) => ({
        ...{ clientToken: randomUUID(), servedOn: day(n), form: 'visit', minutes: 1, workers: { assistant: 1 } },
        recipients: [recipients[n % recipients.length]],
      }));
      const began = performance.now();
      const answer = await fetch(`${url}/api/v1/contracts/${contract}/service-records/batch`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ records }),
      });
      await answer.text();
      said.longest = Math.max(said.longest, performance.now() - began);
      if (answer.status === 200) said.stored += 1;
      else if (answer.status === 503) {
        said.busy += 1;
        await pause(Number(answer.headers.get('retry-after')) * 1_000);
      } else said.others[answer.status] = (said.others[answer.status] ?? 0) + 1;
    }
  };
  const all = Promise.all(Array.from({ length: CLIENTS }, write));
  return async () => {
    stops = true;
    await all;
    return said;
  };
}

/** p95 in ms of each address while a work runs. */
async function p95During(url, seconds) {
  const askers = ASKED.map(({ path, also }) => {
    const asker = new Worker(new URL('support/asker.mjs', import.meta.url), {
      workerData: { url: `${url}${path}`, everyMs: EVERY_MS, also },
    });
    return { asker, said: once(asker, 'message') };
  });
  await pause(seconds * 1_000);
  for (const { asker } of askers) asker.postMessage('stop');
  const times = await Promise.all(askers.map(async ({ said }) => (await said)[0]));
  return times.map((each) => percentile(each, 0.95));
}

const rowsOf = (what, alone, beside) =>
  ASKED.map(({ name, most }, i) => ({
    what: `${name}, p95 ${what}`,
    product: `${beside[i].toFixed(1)} ms`,
    'with nobody writing': `${alone[i].toFixed(1)} ms`,
    ratio: (beside[i] / alone[i]).toFixed(2),
    mark: `≤ ${most} ms`,
    ok: beside[i] <= most,
  }));

const rowOf = (what, { stored, busy, longest, others }) => ({
  what: `longest answer to a writer ${what}: ${stored} batches stored, ${busy} told to come again`,
  product: `${longest.toFixed(0)} ms`,
  'with nobody writing': '–',
  ratio: '–',
  mark: `≤ ${TOLD_MS} ms, no other answer`,
  ok: longest <= TOLD_MS && Object.keys(others).length === 0,
});

export async function run({ quick, progress }) {
  const seconds = quick ? SECONDS.quick : SECONDS.full;
  return withDatabase(async ({ url, env }) => {
    progress(`${SIZE} …`);
    const client = new pg.Client(url);
    await client.connect();
    const product = await startProduct(env);
    try {
      const { signIn, contracts } = await seedMarket(client, env, progress);
      const { contract, recipients } = contracts[1];
      const headers = { authorization: `Bearer ${await signIn(product.said)}` };
      await p95During(product.said, 2);
      const alone = await p95During(product.said, seconds);
      progress('forty write on one contract …');
      const stop = writeOn(product.said, contract, recipients, headers);
      const beside = await p95During(product.said, seconds);
      const written = await stop();
      progress('and its row is held …');
      await client.query('BEGIN');
      await client.query('SELECT FROM contract WHERE id = $1 FOR UPDATE', [contract]);
      const stopHeld = writeOn(product.said, contract, recipients, headers);
      const held = await p95During(product.said, seconds);
      const refused = await stopHeld();
      await client.query('ROLLBACK');
      for (const { others } of [written, refused]) progress(JSON.stringify(others));
      return [
        ...rowsOf('while forty write on one contract', alone, beside),
        rowOf('then', written),
        ...rowsOf('while its row is held by another session', alone, held),
        rowOf('then', refused),
      ];
    } finally {
      await product.stop();
      await client.end();
    }
  });
}
