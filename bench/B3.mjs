/**
 * B3: one changed fact of a buyer with thousands of purchases until its flag is there, events coming at a steady rate, beside an
 * empty job on the same queue; and as many events at once as there is time for.
 *
 * With `--redis` the queues are on a Redis of the benchmark's own.
 *
 * An event is the statement of two equal prices: rule C11 opens a flag of that purchase. An empty job is of a body that nothing names.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { fillCountry } from './support/country.mjs';
import {
  CAME,
  CHANGE,
  drive,
  FLAGGED,
  NOTHING,
  startWorker,
  untilSettled,
  withRedis,
  WORKED,
} from './support/events.mjs';
import { processorOf, processorOfServer, serverOf } from './support/processor.mjs';
import { withDatabase } from './support/product.mjs';
import { median, percentile } from './support/run.mjs';

export const title = 'from a changed fact to its flag, at a buyer with 5 000 purchases';
export const mark =
  'p99 at 50/s at most 500 ms and at most 5 × the empty job; at least 100 events/s at once; none lost';

const PURCHASES = 5_000;
const LIMIT = { p99: 500, times: 5, rate: 100 };
const EVERY_MS = 20;

export const run = (how) => withRedis((redis) => measure(how, redis));

async function measure({ quick, progress }, redis) {
  return withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    const server = await serverOf(client);
    progress(`${PURCHASES} purchases of one buyer …`);
    const made = await fillCountry(client, { purchases: PURCHASES, perBuyer: PURCHASES });
    const tenders = made.map(({ tender }) => tender);
    const worker = await startWorker(env, redis);
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
