/**
 * B5: a pass over everything, at N and at 2 N purchases: anew, and again over what it has stored; beside one change after the
 * other of the same purchases. Then once more while a public list is asked for, which is asked for without a pass before. `--purchases=N` makes N and 2 N of them instead of 10 000 and 20 000.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { SYSTEM } from '../src/kernel/access/principal.js';
import { Transactions } from '../src/kernel/database/transactions.js';
import { loadSettings } from '../src/kernel/config/settings.js';
import { startApi } from '../src/boot/bootstrap.js';
import { Assessor } from '../src/watch/runs/assessor.service.js';
import { Reassessment } from '../src/watch/runs/reassessment.js';
import { fillCountry } from './support/country.mjs';
import { processorOfServer, serverOf } from './support/processor.mjs';
import { withDatabase } from './support/product.mjs';
import { median, percentile } from './support/run.mjs';

export const title = 'a full pass';
export const mark = 'time(2N) / time(N) at most 2.2; at least 2 000 purchases/s';

const LIMIT = { growth: 2.2, rate: 2_000 };
const PER_BUYER = 1_000;
const CHANGES = 100;
/** What a stranger reads while a pass runs, how often, and for how long without one. */
const READ = '/api/v1/tenders?limit=50';
const EVERY_MS = 50;
const QUIET_MS = 15_000;

/** Seconds by the clock, and processor seconds of node and of PostgreSQL. */
async function timed(server, work) {
  const [began, node, postgres] = [performance.now(), process.cpuUsage(), processorOfServer(server)];
  await work();
  const used = process.cpuUsage(node);
  return {
    seconds: (performance.now() - began) / 1000,
    node: (used.user + used.system) / 1e6,
    postgres: processorOfServer(server) - postgres,
  };
}

/** Times in ms in which a public list was answered while a work ran, by a thread that asks for it all the while. */
async function askedDuring(url, work) {
  const asker = new Worker(new URL('support/asker.mjs', import.meta.url), {
    workerData: { url: `${url}${READ}`, everyMs: EVERY_MS },
  });
  const said = once(asker, 'message');
  await work();
  asker.postMessage('stop');
  const [times] = await said;
  return { p50: median(times), p99: percentile(times, 0.99), count: times.length };
}

/**
 * Of each subject, the columns that say what found nothing, with its share of the sets of answers that many have in common; the same
 * of a group of bidders, with what still has a row of its own though nothing was found; no index holds any of it. Beside it the row
 * of a group with its members and key, and its table with every index and the room it has left. And how many of all answers found nothing.
 */
const STORED = `
  SELECT round((SELECT avg(pg_column_size(ROW(s.created_at, s.region, s.programme_id, s.answers, s.digest, s.assessed_at, s.run_id)))
      FROM risk_subject s) + (SELECT sum(pg_column_size(e.*)) FROM answer_set e) / (SELECT count(*) FROM risk_subject)) AS clear,
    (SELECT round((sum(pg_column_size(ROW(g.answers, g.digest, g.assessed_at))) + (SELECT sum(pg_column_size(e.*)) FROM group_answer e)
        + coalesce((SELECT sum(pg_column_size(a.*)) FROM assessment a JOIN bidder_group b ON b.id = a.subject_id WHERE a.state <> 'triggered'), 0)) / count(*))
      FROM bidder_group g) AS groups,
    (SELECT count(*)::int FROM bidder_group) AS "groupCount",
    (SELECT round(avg(pg_column_size(g.*))) FROM bidder_group g) AS "groupRow",
    (SELECT round(pg_total_relation_size('bidder_group')::numeric / nullif(count(*), 0)) FROM bidder_group) AS "groupTable",
    (SELECT round(100.0 * count(*) FILTER (WHERE v.state <> 'triggered') / count(*), 1) FROM assessments v) AS nothing`;

const measure = (purchases, progress) =>
  withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    const made = await fillCountry(client, { purchases, perBuyer: PER_BUYER });
    const server = await serverOf(client);
    const running = await startApi(loadSettings({ ...env, LOG_LEVEL: 'error' }));
    try {
      const pass = () => timed(server, () => running.app.get(Reassessment).reassessAll());
      const first = await pass();
      await client.query('VACUUM ANALYZE');
      const again = await pass();
      const assessor = running.app.get(Assessor);
      const one = await timed(server, async () => {
        for (const { tender } of made.slice(0, CHANGES))
          await running.app
            .get(Transactions)
            .run(SYSTEM, (tx) => assessor.assessTouchedSubjects(tx, `tender:${tender}`));
      });
      await askedDuring(running.url, () => pause(2_000));
      const quiet = await askedDuring(running.url, () => pause(QUIET_MS));
      const beside = await askedDuring(running.url, () => running.app.get(Reassessment).reassessAll());
      const { rows } = await client.query(STORED);
      progress(`${purchases} purchases: ${first.seconds.toFixed(1)} s, again ${again.seconds.toFixed(1)} s`);
      return { first, again, one, quiet, beside, ...rows[0] };
    } finally {
      await running.close();
      await client.end();
    }
  });

export async function run({ quick, progress }) {
  const asked = process.argv.find((arg) => arg.startsWith('--purchases='))?.split('=')[1];
  const count = quick ? 500 : Number(asked ?? 10_000);
  const n = await measure(count, progress);
  const twice = await measure(2 * count, progress);
  const row = (measured, atN, at2N, ratio, limit, ok) => ({ measured, N: atN, '2 N': at2N, ratio, mark: limit, ok });
  const both = ({ node, postgres }) => node + postgres;
  const rows = ['first', 'again'].flatMap((name) => {
    const what = name === 'first' ? 'anew' : 'over what is stored';
    const [a, b] = [n[name], twice[name]];
    const growth = b.seconds / a.seconds;
    const rate = (2 * count) / b.seconds;
    return [
      row(
        `a pass ${what}`,
        `${a.seconds.toFixed(1)} s`,
        `${b.seconds.toFixed(1)} s`,
        growth.toFixed(2),
        `≤ ${LIMIT.growth}`,
        growth <= LIMIT.growth,
      ),
      row(
        'its processor time, node and PostgreSQL',
        `${a.node.toFixed(1)} + ${a.postgres.toFixed(1)} s`,
        `${b.node.toFixed(1)} + ${b.postgres.toFixed(1)} s`,
        (both(b) / both(a)).toFixed(2),
        '',
        '',
      ),
      row(
        'purchases a second',
        `${(count / a.seconds).toFixed(0)} /s`,
        `${rate.toFixed(0)} /s`,
        '',
        `≥ ${LIMIT.rate} /s`,
        rate >= LIMIT.rate,
      ),
      row(
        'purchases a second of processor time',
        `${(count / both(a)).toFixed(0)} /s`,
        `${((2 * count) / both(b)).toFixed(0)} /s`,
        '',
        '',
        '',
      ),
    ];
  });
  const each = (of) => `${((both(of.one) * 1000) / CHANGES).toFixed(1)} ms`;
  const of = ({ groupCount, groupRow, groupTable }) => `${groupCount}; ${groupRow ?? '–'}, ${groupTable ?? '–'}`;
  return [
    row('purchases', count, 2 * count, '', '', ''),
    ...rows,
    row('one change of a purchase, processor time', each(n), each(twice), '', '', ''),
    ...['p50', 'p99'].map((name) => {
      const times = ({ quiet, beside }) =>
        `${quiet[name].toFixed(1)} → ${beside[name].toFixed(1)} ms, × ${(beside[name] / quiet[name]).toFixed(1)}`;
      return row(`${name} of a public read, alone and beside a pass`, times(n), times(twice), '', '', '');
    }),
    row('answers that found nothing', `${n.nothing} %`, `${twice.nothing} %`, '', '', ''),
    row('bytes of what found nothing, a subject', n.clear, twice.clear, '', '≤ 100', Number(twice.clear) <= 100),
    row('bytes of what found nothing, a group', n.groups, twice.groups, '', '≤ 100', Number(twice.groups) <= 100),
    row('groups; bytes of the row of one, and of its table with every index', of(n), of(twice), '', '', ''),
  ];
}
