/**
 * `npm run bench -- screening [--lots=N] [--quick]`: rules over many lots on markets of 500 lots with five bids each, in the product's
 * own database and by its own screening: read, judged, stored. Time and memory at N / 4 lots and at N; what is known of a million
 * lots and five million bids is reckoned from the time of one market more.
 */
import pg from 'pg';
import { loadSettings } from '../src/kernel/config/settings.js';
import { startCommand } from '../src/boot/bootstrap.js';
import { Reassessment } from '../src/watch/runs/reassessment.js';
import { BIDS, fillMarkets } from './support/markets.mjs';
import { processorOfServer, serverOf } from './support/processor.mjs';
import { withDatabase } from './support/product.mjs';

export const title = 'screening of markets: rules over many lots';
export const mark = 'time and memory of 1 000 000 lots and 5 000 000 bids are printed; time(4 N) / time(N) at most 4.4';

const PER_MARKET = 500;
const LOTS = 40_000;
const WANTED = 1_000_000;
const GROWTH = 4.4;

async function timed(server, work) {
  const [began, node, postgres] = [performance.now(), process.cpuUsage(), processorOfServer(server)];
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 200);
  const passed = await work();
  clearInterval(watch);
  const used = process.cpuUsage(node);
  return {
    passed,
    most: Math.max(most, process.memoryUsage.rss()) / 2 ** 20,
    seconds: (performance.now() - began) / 1000,
    node: (used.user + used.system) / 1e6,
    postgres: processorOfServer(server) - postgres,
  };
}

const measure = (markets, progress) =>
  withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    client.on('error', () => undefined);
    const began = performance.now();
    await fillMarkets(client, { markets, lotsPerMarket: PER_MARKET, seed: 0.5 });
    const lots = markets * PER_MARKET;
    progress(`${lots} lots, ${lots * BIDS} bids filled in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    const server = await serverOf(client);
    const running = await startCommand(loadSettings({ ...env, LOG_LEVEL: 'error' }));
    try {
      const pass = () => timed(server, () => running.app.get(Reassessment).screenMarkets());
      const first = await pass();
      await client.query('VACUUM ANALYZE');
      const again = await pass();
      const { rows } = await client.query(
        `SELECT count(*)::int AS stored, count(*) FILTER (WHERE state = 'triggered')::int AS triggered,
           count(DISTINCT subject_id) FILTER (WHERE state = 'triggered')::int AS groups,
           (SELECT count(*) FROM screening_run WHERE triggered > 0)::int AS markets FROM assessments`,
      );
      progress(
        `screened in ${first.seconds.toFixed(1)} s, again ${again.seconds.toFixed(1)} s, ${first.most.toFixed(0)} MB`,
      );
      return { markets, lots, first, again, ...rows[0] };
    } finally {
      await running.close();
      await client.end();
    }
  });

export async function run({ quick, progress }) {
  const { argv } = process;
  const asked = Number(argv.find((arg) => arg.startsWith('--lots='))?.slice(7) ?? LOTS);
  const markets = quick ? 4 : Math.max(4, Math.round(asked / PER_MARKET));
  const n = await measure(Math.round(markets / 4), progress);
  const four = await measure(markets, progress);
  const processor = ({ node, postgres }) => node + postgres;
  const reckoned = (of) => of(four) + ((WANTED - four.lots) * (of(four) - of(n))) / (four.lots - n.lots);
  const row = (measured, of, spell, ok = '') => ({
    measured,
    [`${n.lots} lots`]: spell(of(n)),
    [`${four.lots} lots`]: spell(of(four)),
    'a million lots, reckoned': spell(reckoned(of)),
    ok,
  });
  const seconds = (value) => `${value.toFixed(1)} s`;
  const growth = four.first.seconds / n.first.seconds / (four.lots / n.lots / 4);
  return [
    row('a screening of all markets', ({ first }) => first.seconds, seconds, growth <= GROWTH),
    row('its processor time, node', ({ first }) => first.node, seconds),
    row('its processor time, PostgreSQL', ({ first }) => first.postgres, seconds),
    row('again over what is stored', ({ again }) => again.seconds, seconds),
    row('processor time of it, both', ({ again }) => processor(again), seconds),
    {
      ...row(
        'most resident memory of the node process',
        ({ first, again }) => Math.max(first.most, again.most),
        (mb) => `${mb.toFixed(0)} MB`,
      ),
      'a million lots, reckoned': 'as much: markets are read one at a time',
    },
    row(
      'answers stored',
      ({ stored }) => stored,
      (count) => count.toFixed(0),
    ),
    {
      ...row('honest markets with anything triggered', ({ markets: some }) => some, String),
      'a million lots, reckoned': '≤ 5 % of them',
    },
  ];
}
