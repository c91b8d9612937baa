/**
 * B10: a storm at a hub. Purchases of a buyer with thousands of them change at a steady rate, and meanwhile now and then one of
 * another buyer: how long that one takes from its fact to its flag, beside the same without a storm. With `--redis` the queues
 * are on a Redis of the benchmark's own.
 */
import pg from 'pg';
import { fillCountry } from './support/country.mjs';
import { CAME, CHANGE, drive, FLAGGED, startWorker, untilSettled, withRedis } from './support/events.mjs';
import { withDatabase } from './support/product.mjs';
import { optionOf, percentile } from './support/run.mjs';

export const title = 'a storm at a buyer with 5 000 purchases, and the event of a body that has nothing to do with it';
export const mark = 'at least 100 events/s at the hub; p99 of an unrelated event at most 500 ms; none lost';

const PURCHASES = 5_000;
const LIMIT = { p99: 500, rate: 100 };
/** An unrelated event comes ten times a second. */
const UNRELATED_EVERY_MS = 100;

export const run = (how) => withRedis((redis) => measure(how, redis));

async function measure({ quick, progress }, redis) {
  const rate = Number(optionOf('rate') ?? LIMIT.rate);
  const seconds = quick ? 5 : 30;
  return withDatabase(async ({ url, env }) => {
    const [storming, calm] = [new pg.Client(url), new pg.Client(url)];
    await Promise.all([storming.connect(), calm.connect()]);
    const unrelatedCount = Math.floor((seconds * 1000) / UNRELATED_EVERY_MS);
    progress(`${PURCHASES} purchases of one buyer, ${2 * unrelatedCount + 20} of another …`);
    const listTenders = (made) => made.map(({ tender }) => tender);
    const hub = listTenders(await fillCountry(storming, { purchases: PURCHASES, perBuyer: PURCHASES }));
    const few = 2 * unrelatedCount + 20;
    const other = listTenders(await fillCountry(storming, { purchases: few, perBuyer: few }));
    const worker = await startWorker(env, redis);
    try {
      const changed = { statement: CHANGE, done: FLAGGED };
      const unrelated = (client) =>
        drive(client, { ids: other.splice(0, unrelatedCount), ...changed, every: UNRELATED_EVERY_MS });
      progress('their first assessment …');
      await storming.query(CAME, [[...hub, ...other]]);
      await untilSettled(storming, 900_000);
      await storming.query('VACUUM ANALYZE');
      await drive(storming, { ids: hub.splice(0, 100), ...changed, every: 20 });
      await drive(calm, { ids: other.splice(0, 20), ...changed, every: UNRELATED_EVERY_MS });
      await untilSettled(storming);
      progress('without a storm …');
      const alone = await unrelated(calm);
      progress(`with ${rate} events/s at the hub …`);
      const storm = { ids: hub.splice(0, rate * seconds), ...changed, every: 1000 / rate };
      const [hit, meanwhile] = await Promise.all([drive(storming, storm), unrelated(calm)]);
      const settled = await untilSettled(storming);
      const ms = (run, share) => `${percentile(run.times, share).toFixed(0)} ms`;
      const done = hit.times.length / hit.seconds;
      const p99 = percentile(meanwhile.times, 0.99);
      const lost = hit.lost + meanwhile.lost + alone.lost;
      const row = (measured, inStorm, without, wanted, ok) => ({
        measured,
        'in the storm': inStorm,
        'without one': without,
        mark: wanted,
        ok,
      });
      return [
        row('p50 of an unrelated event, from fact to flag', ms(meanwhile, 0.5), ms(alone, 0.5), '', ''),
        row('p99 of an unrelated event', ms(meanwhile, 0.99), ms(alone, 0.99), `≤ ${LIMIT.p99} ms`, p99 <= LIMIT.p99),
        row(
          `events of the hub, ${rate}/s sent for ${seconds} s`,
          `${done.toFixed(1)} /s`,
          '',
          `≥ ${LIMIT.rate} /s`,
          done >= 0.95 * LIMIT.rate,
        ),
        row('p99 of an event of the hub', ms(hit, 0.99), '', '', ''),
        row('nothing owed any more, bodies included', `${settled.toFixed(1)} s later`, '', '', ''),
        row('lost', String(lost), '', '0', lost === 0),
        row('queues on', redis === null ? 'PostgreSQL' : 'Redis', '', '', ''),
      ];
    } finally {
      await worker.stop();
      await Promise.all([storming.end(), calm.end()]);
    }
  });
}
