/** Coverage of 2 000 lines with 20 000 contracts, and of 10 000 lines, kept: beside reading as many numbers from a bare table. */
import pg from 'pg';
import { startCommand } from '../src/boot/bootstrap.js';
import { CoverageKeeper } from '../src/desk/statistics/kept-coverage/coverage-keeper.js';
import { loadSettings } from '../src/kernel/config/settings.js';
import { timeRequests, waitedRow } from './support/one-caller.mjs';
import { POOL, startBare, startProduct, withDatabase } from './support/product.mjs';

const MOST_MS = 100;

export const title = 'coverage of many lines';
export const mark = `p95 at most ${MOST_MS} ms, also where one line in a hundred has just changed`;

const PATH = '/api/v1/statistics/coverage?year=2025&groupBy=category&dataset=live';
const SIZES = [
  { lines: 2_000, contracts: 20_000 },
  { lines: 10_000, contracts: 20_000 },
];

/** Contracts of two years, a hole between them, and a record on every third day of each. */
const seed = ({ lines, contracts }) => `
  INSERT INTO organisation (dataset, name, kind, region) VALUES ('live', '示例民政局', 'bureau', '990203');
  INSERT INTO service_line (dataset, name, category, region, since)
  SELECT 'live', '示例服务线 ' || n, (ARRAY['ELDERLY_HOME_CARE', 'COMMUNITY_SOCIAL_WORK', 'DISABILITY'])[n % 3 + 1], '990203', '2024-01-01'
  FROM generate_series(1, ${lines}) n;
  CREATE TEMP TABLE made AS
  SELECT gen_random_uuid() AS tender, gen_random_uuid() AS contract, gen_random_uuid() AS fact, l.id AS line, y, (row_number() OVER (ORDER BY l.id) % 60)::int AS late
  FROM service_line l CROSS JOIN generate_series(2024, 2025) y CROSS JOIN generate_series(1, ${contracts / lines / 2});
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

/** The numbers that are added up, by themselves. */
const BARE_TABLE = `
  CREATE TABLE bare AS SELECT r.category, k.year, upper(k.days) - lower(k.days) AS days, k.contracted, k.recorded, k.evidenced
  FROM kept_coverage k JOIN service_line r ON r.id = k.service_line_id;
  GRANT SELECT ON bare TO PUBLIC`;
const BARE = `SELECT category, count(*), sum(days), sum(contracted), sum(recorded), sum(evidenced) FROM bare WHERE year = 2025 GROUP BY 1`;

/** Seconds in which all of it is kept. */
async function keep(env) {
  const running = await startCommand(loadSettings(env));
  const began = performance.now();
  await running.app.get(CoverageKeeper).sweep();
  const seconds = (performance.now() - began) / 1000;
  await running.close();
  return seconds;
}

async function measure(size, { client, url, env, quick, progress }) {
  await client.query(seed(size));
  await client.query('VACUUM ANALYZE service_line_day');
  progress(`kept in ${(await keep(env)).toFixed(1)} s …`);
  await client.query(BARE_TABLE);
  await client.query('VACUUM ANALYZE kept_coverage, coverage_change');
  const ours = await startProduct(env);
  const bare = await startBare('bare-statement.mjs', url, String(POOL), BARE);
  try {
    const runs = quick ? 30 : 200;
    const { total } = await (await fetch(`${ours.said}${PATH}`)).json();
    if (total.lines !== size.lines || total.evidencedDays === null)
      throw new Error(`not what was sown: ${JSON.stringify(total)}`);
    const alone = { text: `the sum of ${size.lines} rows`, times: await timeRequests(bare.said, {}, { runs }) };
    const name = `${size.lines} lines, ${size.contracts} contracts`;
    const kept = waitedRow(`${name}, kept`, await timeRequests(`${ours.said}${PATH}`, {}, { runs }), alone, MOST_MS);
    await client.query(
      `INSERT INTO coverage_change (service_line_id) SELECT id FROM service_line ORDER BY id LIMIT ${size.lines / 100}`,
    );
    const changed = await timeRequests(`${ours.said}${PATH}`, {}, { runs });
    return [kept, waitedRow(`${name}, ${size.lines / 100} just changed`, changed, alone, MOST_MS)];
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}

async function measureIn({ url, env }, size, how) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await measure(size, { client, url, env, ...how });
  } finally {
    await client.end();
  }
}

export async function run({ quick, progress }) {
  const rows = [];
  for (const size of SIZES) {
    progress(`${size.lines} lines with ${size.contracts} contracts …`);
    rows.push(...(await withDatabase((database) => measureIn(database, size, { quick, progress }))));
  }
  return rows;
}
