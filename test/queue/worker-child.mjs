/**
 * A worker process of its own for the tests that kill one: `node worker-child.mjs DATABASE_URL STORE_JSON`. With `AHEAD_MS` its
 * clock runs ahead by so much, and it never comes to the end of what it begins; with `LOCK_MS` it holds a job so long unless it
 * lives on.
 */
import { setTimeout as pause } from 'node:timers/promises';
import '../../scripts/lib/load-ts.mjs';

const ahead = Number(process.env.AHEAD_MS ?? 0);
const { now } = Date;
Date.now = () => now() + ahead;
const lockMs = process.env.LOCK_MS ? Number(process.env.LOCK_MS) : undefined;
const hang = () => (ahead > 0 ? new Promise(() => undefined) : undefined);

const [databaseUrl, store] = process.argv.slice(2);
const { assessed, noteEvent, QueueBench } = await import('./bench.js');

const bench = await QueueBench.open(databaseUrl, JSON.parse(store), false, lockMs);
bench.onAssess = async (tx, subject) => {
  await hang();
  await assessed(tx, subject);
  await pause(5); // so that a kill finds transactions open
};
bench.onAnnounce = async (event) => {
  await hang();
  await noteEvent(bench, event);
};
await bench.start();
process.stdout.write('working\n');
