/** What is opened every day, where a country has ten years of purchases: the feed of a body with nothing in it, an officer's tasks; and what recording an award costs there. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { poolOptions } from '../src/kernel/database/data-source.js';
import { Transactions } from '../src/kernel/database/transactions.js';
import { startCommand } from '../src/boot/bootstrap.js';
import { SYSTEM } from '../src/kernel/access/principal.js';
import { loadSettings } from '../src/kernel/config/settings.js';
import { MAKE_BLOCKS } from '../src/kernel/outbox/blocks.js';
import { TasksQueries } from '../src/desk/tasks/tasks.queries.js';
import { storeRecordedAwards } from '../src/purchase/tenders/purchases/projection.js';
import { listPermissions } from '../src/people/accounts/roles.js';
import { fillCountry } from './support/country.mjs';
import { makePerson, makeSignIn } from './support/officer.mjs';
import { timeRequests, waitedRow } from './support/one-caller.mjs';
import { POOL, startBare, startProduct, withDatabase } from './support/product.mjs';
import { percentile } from './support/run.mjs';

const MOST_MS = 50;
const MOST_PLANNING_MS = 5;
const MOST_AWARD_MS = 1;

export const title = 'what is opened every day, among ten years of purchases';
export const mark = `feed and tasks p95 ≤ ${MOST_MS} ms, planning ≤ ${MOST_PLANNING_MS} ms; an award ≤ ${MOST_AWARD_MS} ms`;

const PURCHASES = { quick: 20_000, full: 200_000 };
const EVENTS = { quick: 60_000, full: 600_000 };
/** Of one buyer. */
const OWN = 500;
/** Contracts of the officer's that end soon and have no plan. */
const ENDING = 60;

/** Events of everybody else, with their positions, as the relay leaves them. */
const FEED = `
  INSERT INTO outbox (position, aggregate_type, aggregate_id, action, at, payload, tenants, region, dataset, public, audit_id)
  SELECT n, 'tender', n::text, 'changed', clock_timestamp(), '{"data":{}}', ARRAY[b.id], '990203', 'live', false, 1
  FROM generate_series(1, $1::int) n
  JOIN (SELECT id, row_number() OVER () - 1 AS no FROM organisation) b ON b.no = n % (SELECT count(*) FROM organisation)`;

async function fillFeed(client, events) {
  await client.query(FEED, [events]);
  await client.query(`INSERT INTO outbox_relay (enqueued) VALUES ($1) ON CONFLICT DO NOTHING`, [events]);
  await client.query(`UPDATE outbox_relay SET enqueued = $1`, [events]);
  for (let made = 1; made > 0;) ({ rowCount: made } = await client.query(MAKE_BLOCKS));
  await client.query('VACUUM ANALYZE outbox, outbox_block');
}

/** What the product asks the database for an officer's tasks, taken from the product itself. */
async function readTasksStatement(body) {
  let asked;
  const collect = (text, values) => {
    asked ??= { text, values };
    return Promise.resolve([]);
  };
  const permissions = listPermissions(['bureau_officer']);
  const seats = [{ organisation: body, role: 'bureau_officer', region: null, permissions }];
  const principal = { kind: 'user', id: randomUUID(), login: 'x', seats, permissions };
  const queries = new TasksQueries({ reader: { query: collect } }, { query: collect }, { current: () => ({}) });
  await queries.listToTell(principal, {}, '/api/v1/me/tasks', 'zh');
  return asked;
}

/** Milliseconds that PostgreSQL plans and runs, from the second time on, as the product's connections for such lists do. */
async function planTasks(url, body) {
  const { text, values } = await readTasksStatement(body);
  const client = new pg.Client({
    connectionString: url,
    options: `${poolOptions({}).options} -c plan_cache_mode=force_generic_plan`,
  });
  await client.connect();
  await client.query(`PREPARE tasks AS ${text}`);
  const literal = (value) => {
    if (value === null) return 'NULL';
    if (Array.isArray(value)) return client.escapeLiteral(`{${value.map((one) => `"${one}"`).join(',')}}`);
    return client.escapeLiteral(String(value));
  };
  const execute = `EXECUTE tasks${values.length > 0 ? `(${values.map(literal).join(', ')})` : ''}`;
  await client.query(execute);
  const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${execute}`);
  await client.end();
  return rows[0]['QUERY PLAN'][0]['Planning Time'];
}

/** Milliseconds of one award that is recorded again, in the product's own transaction: its statement, its triggers, and the answer. */
async function timeAwards(client, transactions, runs) {
  const { rows } = await client.query(
    `SELECT a.tender_id AS tender, a.lot_id AS lot, a.supplier_id AS supplier, a.fact_id AS fact FROM award a ORDER BY a.id LIMIT $1`,
    [runs],
  );
  const times = [];
  for (const [i, { tender, lot, supplier, fact }] of rows.entries()) {
    const data = {
      supplier: { organisation: supplier },
      amount: `${400_000 + i}.00`,
      decidedOn: '2024-11-21',
      publishedOn: '2024-11-22',
    };
    const award = { fact, lot: 1, several: false, data, state: 'contracted' };
    await transactions.run(SYSTEM, async (tx) => {
      const began = performance.now();
      await storeRecordedAwards(tx, tender, new Map([[1, lot]]), [award]);
      times.push(performance.now() - began);
    });
  }
  return { half: percentile(times.slice(10), 0.5), p95: percentile(times.slice(10), 0.95) };
}

/** The same row changed in a bare table by its key. */
async function timeBareAwards(client, runs) {
  await client.query(
    `CREATE TABLE bare_award AS SELECT * FROM award; ALTER TABLE bare_award ADD PRIMARY KEY (id); ANALYZE bare_award`,
  );
  const { rows } = await client.query(`SELECT id FROM award ORDER BY id LIMIT $1`, [runs]);
  const times = [];
  for (const [i, { id }] of rows.entries()) {
    await client.query('BEGIN');
    const began = performance.now();
    await client.query({
      name: 'bare',
      text: `UPDATE bare_award SET amount = $2 WHERE id = $1`,
      values: [id, 40_000_000 + i],
    });
    times.push(performance.now() - began);
    await client.query('COMMIT');
  }
  return { half: percentile(times.slice(10), 0.5), p95: percentile(times.slice(10), 0.95) };
}

async function measure({ client, transactions, url, env, quick, progress }) {
  const size = quick ? 'quick' : 'full';
  const runs = quick ? 40 : 200;
  progress(`${PURCHASES[size]} purchases, ${EVENTS[size]} events …`);
  const [{ buyer }] = await fillCountry(client, { purchases: PURCHASES[size], perBuyer: OWN });
  await client.query(
    `UPDATE contract SET state = 'active', window_end = (current_date + 30)::text WHERE id IN (SELECT id FROM contract WHERE buyer_id = $1 ORDER BY id LIMIT ${ENDING})`,
    [buyer],
  );
  await fillFeed(client, EVENTS[size]);
  await client.query('VACUUM ANALYZE');
  const agency = await makePerson(client, env, 'agency', 'agency_manager');
  const officer = await makeSignIn(env, 'bureau_officer', buyer);
  const ours = await startProduct(env);
  const contracts = await startBare(
    'bare-statement.mjs',
    url,
    String(POOL),
    `SELECT * FROM contract WHERE buyer_id = '${buyer}'`,
  );
  const nothing = await startBare('bare-statement.mjs', url, String(POOL), `SELECT max(position) FROM outbox`);
  try {
    const bearer = async (signIn) => ({ authorization: `Bearer ${await signIn(ours.said)}` });
    const ask = async (path, signIn) => timeRequests(`${ours.said}${path}`, await bearer(signIn), { runs });
    const tasks = await (await fetch(`${ours.said}/api/v1/me/tasks`, { headers: await bearer(officer) })).json();
    if (tasks.items.length === 0) throw new Error('the officer has no task');
    const rows = [
      waitedRow(
        `/changes from the beginning, of a body that sees none of ${EVENTS[size]} events`,
        await ask('/api/v1/changes?after=0', agency.signIn),
        { text: 'the last position', times: await timeRequests(nothing.said, {}, { runs }) },
        MOST_MS,
      ),
      waitedRow(
        `/me/tasks of an officer with ${OWN} of ${PURCHASES[size]} purchases`,
        await ask('/api/v1/me/tasks', officer),
        { text: `the rows of its ${OWN} contracts`, times: await timeRequests(contracts.said, {}, { runs }) },
        MOST_MS,
      ),
    ];
    const planning = await planTasks(env.DATABASE_URL, buyer);
    const awards = await timeAwards(client, transactions, runs);
    const bare = await timeBareAwards(client, runs);
    const keys = Object.keys(rows[0]);
    const row = (...cells) => Object.fromEntries(keys.map((key, i) => [key, cells[i]]));
    const ms = ({ half, p95 }) => `${half.toFixed(2)}, ${p95.toFixed(2)} ms`;
    return [
      ...rows,
      row(
        'planning of these tasks',
        `${planning.toFixed(2)} ms`,
        '–',
        '–',
        '–',
        `≤ ${MOST_PLANNING_MS} ms`,
        planning <= MOST_PLANNING_MS,
      ),
      row(
        `an award recorded again among ${PURCHASES[size]}`,
        ms(awards),
        'its row in a bare table, by key',
        ms(bare),
        (awards.half / bare.half).toFixed(1),
        `p50 ≤ ${MOST_AWARD_MS} ms`,
        awards.half <= MOST_AWARD_MS,
      ),
    ];
  } finally {
    await Promise.all([ours.stop(), contracts.stop(), nothing.stop()]);
  }
}

export const run = ({ quick, progress }) =>
  withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    const { app, close } = await startCommand(loadSettings(env));
    try {
      return await measure({ client, transactions: app.get(Transactions), url, env, quick, progress });
    } finally {
      await close();
      await client.end();
    }
  });
