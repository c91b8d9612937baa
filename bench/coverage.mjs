/** Coverage of 10 000 lines with 20 000 contracts and 1 600 000 days of records, beside the same statement from bare `node:http` and `pg`. */
import autocannon from 'autocannon';
import pg from 'pg';
import { CoverageStatisticsQueries } from '../dist/src/desk/statistics/coverage.queries.js';
import { POOL, startBare, startProduct, withDatabase } from './support/product.mjs';
import { median, percentile } from './support/run.mjs';

export const title = 'coverage of 10 000 lines';
export const mark = 'at least 0.6 of the bare requests/s; p95 at most twice the bare one';

const QUERY = { year: 2025, groupBy: 'category', dataset: 'live' };
const PATH = `/api/v1/statistics/coverage?year=${QUERY.year}&groupBy=${QUERY.groupBy}&dataset=${QUERY.dataset}`;
const CONNECTIONS = 2;
const LINES = 10_000;
const LIMIT = { rate: 0.6, p95: 2 };

/** Two contracts to a line, a hole between them, and a record on every third day of each. */
const SEED = `
  INSERT INTO organisation (dataset, name, kind, region) VALUES ('live', '示例民政局', 'bureau', '990203');
  INSERT INTO service_line (dataset, name, category, region, since)
  SELECT 'live', '示例服务线 ' || n, (ARRAY['ELDERLY_HOME_CARE', 'COMMUNITY_SOCIAL_WORK', 'DISABILITY'])[n % 3 + 1], '990203', '2024-01-01'
  FROM generate_series(1, ${LINES}) n;
  CREATE TEMP TABLE made AS
  SELECT gen_random_uuid() AS tender, gen_random_uuid() AS contract, gen_random_uuid() AS fact, l.id AS line, y, (row_number() OVER (ORDER BY l.id) % 60)::int AS late
  FROM service_line l CROSS JOIN generate_series(2024, 2025) y;
  INSERT INTO tender (id, dataset, ocid, purchase_id, conducted, buyer_id, title, state, published)
  SELECT m.tender, 'live', 'ocds-throughline-' || m.tender, gen_random_uuid(), 'elsewhere', o.id, '社区服务采购', 'contracted', true
  FROM made m CROSS JOIN organisation o;
  INSERT INTO fact (id, subject_type, subject_id, kind, data, source, recorded_at)
  SELECT fact, 'tender', tender, 'contract', '{}', '{"kind":"statement"}', now() FROM made;
  INSERT INTO contract (id, dataset, tender_id, fact_id, conducted, buyer_id, title, state, window_start, window_end, published)
  SELECT m.contract, 'live', m.tender, m.fact, 'elsewhere', o.id, '社区服务合同', 'active',
    (make_date(y, 1, 1) + late)::text, make_date(y, 10, 31)::text, true
  FROM made m CROSS JOIN organisation o;
  INSERT INTO contract_service_line (contract_id, service_line_id) SELECT contract, line FROM made;
  INSERT INTO service_day (contract_id, served_on, form, content_code, within_contract, records, minutes, visits)
  SELECT contract, make_date(y, 1, 1) + late + d * 3, 'visit', '', true, 1, 60, 1 FROM made CROSS JOIN generate_series(0, 79) d;
  INSERT INTO service_line_day (contract_id, service_line_id, served_on, records)
  SELECT contract, line, make_date(y, 1, 1) + late + d * 3, 1 FROM made CROSS JOIN generate_series(0, 79) d;
  ANALYZE`;

/** What the product asks the database for this answer, taken from the product itself. */
async function statement() {
  let asked;
  const reader = {
    query(text, values) {
      asked = { text, values };
      return Promise.resolve([{ whole: true, today: '', days: 0, contracted: 0, recorded: 0, evidenced: 0 }]);
    },
  };
  await new CoverageStatisticsQueries({ reader }, { defaultDataset: 'live' }).coverage(QUERY);
  return asked;
}

/** One run of load on one side: requests a second, and the 95th percentile of their times in ms. */
async function load(url, seconds) {
  const times = [];
  const run = autocannon({ url: `${url}${PATH}`, connections: CONNECTIONS, duration: seconds, timeout: 60 });
  run.on('response', (_client, _status, _bytes, time) => times.push(time));
  const result = await run;
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return { rate: times.length / result.duration, p95: percentile(times, 0.95) };
}

async function mustAgree(a, b) {
  const [mine, other] = await Promise.all([a, b].map(async (url) => (await fetch(`${url}${PATH}`)).text()));
  if (mine !== other) throw new Error(`the two sides do not give the same JSON: ${mine} ${other}`);
  const { total } = JSON.parse(mine);
  if (total.lines !== LINES || total.evidencedDays === null) throw new Error(`not what was sown: ${mine}`);
}

const row = (what, unit, mine, other, limit, ok) => ({
  measured: what,
  ours: `${mine.toFixed(1)} ${unit}`,
  'node:http + pg': `${other.toFixed(1)} ${unit}`,
  ratio: (mine / other).toFixed(2),
  mark: limit,
  ok,
});

export async function run({ quick, progress }) {
  return withDatabase(async ({ url, env }) => {
    progress(`${LINES} lines, two contracts each, with their days of service …`);
    const client = new pg.Client(url);
    await client.connect();
    await client.query(SEED);
    await client.query('VACUUM ANALYZE service_day');
    await client.end();
    const { text, values } = await statement();
    const ours = await startProduct(env);
    const bare = await startBare(
      'bare-coverage.mjs',
      url,
      String(POOL),
      text,
      JSON.stringify(values),
      JSON.stringify(QUERY),
    );
    try {
      await mustAgree(ours.said, bare.said);
      const seconds = quick ? 15 : 20;
      const [mine, other] = [[], []];
      for (let round = 1; round <= (quick ? 3 : 7); round += 1) {
        mine.push(await load(ours.said, seconds));
        other.push(await load(bare.said, seconds));
        progress(`round ${round}: ours ${mine.at(-1).rate.toFixed(1)}/s, bare ${other.at(-1).rate.toFixed(1)}/s`);
      }
      const of = (runs, name) => median(runs.map((one) => one[name]));
      const [rate, bareRate, p95, bareP95] = [of(mine, 'rate'), of(other, 'rate'), of(mine, 'p95'), of(other, 'p95')];
      return [
        row('requests a second', '/s', rate, bareRate, `≥ ${LIMIT.rate}`, rate / bareRate >= LIMIT.rate),
        row('p95 of a request', 'ms', p95, bareP95, `≤ ${LIMIT.p95}`, p95 / bareP95 <= LIMIT.p95),
      ];
    } finally {
      await Promise.all([ours.stop(), bare.stop()]);
    }
  });
}
