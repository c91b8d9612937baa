/**
 * B2: recording a fact of a tender, beside the very statements that such a request sends, replayed from a bare script in
 * one transaction, and beside pgbench. Every request has a root of its own, so that no writer waits for another's row.
 */
import { randomUUID } from 'node:crypto';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openConnection } from './support/keep-alive.mjs';
import { makeOfficer } from './support/officer.mjs';
import { POOL, startProduct, withDatabase } from './support/product.mjs';
import { median } from './support/run.mjs';
import { tpcb } from './support/tpcb.mjs';
import { byWriters } from './support/writers.mjs';

export const title = 'record a fact';
export const mark = 'at least 0.5 of the bare requests/s; 16 writers at least 4 × one, where there are 8 cores';

const WRITERS = [1, 16, 64];
const LIMIT = { rate: 0.5, gain: 4, cores: 8 };
/** Requests before anything is measured: both sides have compiled and planned. */
const WARM = 3_000;
/** Requests that say how many fill a turn. */
const TRIAL = 200;
/** In them the prepared statements of the connections that a recorded request may use are there already. */
const BEFORE_RECORDING = 3;

const FACTS = JSON.stringify({
  facts: [
    {
      kind: 'notice',
      data: { publishedOn: '2017-11-24', documentsFrom: '2017-11-24', deadline: '2017-12-04T09:30:00+08:00' },
      source: { kind: 'notice', url: 'https://example.org/n/1', publishedOn: '2017-11-24', reference: 'N-1' },
    },
  ],
});

/** Tenders without a fact, as recording would leave them: what a request changes, and the key it is sent under. */
async function newTenders(client, buyer, count) {
  const { rows } = await client.query(
    `WITH made AS (
       INSERT INTO tender (id, dataset, ocid, purchase_id, conducted, buyer_id, title, method, category, region)
       SELECT g.id, 'live', 'ocds-throughline-' || g.id, gen_random_uuid(), 'elsewhere', $1, '社区居家养老服务采购',
         'COMPETITIVE_CONSULTATION', 'ELDERLY_HOME_CARE', '990203'
       FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $2)) g RETURNING id
     )
     INSERT INTO lot (tender_id, no) SELECT id, 1 FROM made RETURNING tender_id AS tender, id AS lot`,
    [buyer, count],
  );
  return rows.map((row) => ({ ...row, key: randomUUID() }));
}

/** Records facts over connections that stay open, as many as there are writers; all but a success ends the benchmark. */
async function recorder(url, token, writers) {
  const connections = await Promise.all(Array.from({ length: writers }, () => openConnection(url)));
  const free = [...connections];
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const record = async ({ tender, key }) => {
    const connection = free.pop();
    const path = `/api/v1/tenders/${tender}/facts`;
    const { status, text } = await connection.post(path, { ...headers, 'Idempotency-Key': key }, FACTS);
    free.push(connection);
    if (status < 200 || status > 299) throw new Error(`${path}: ${status} ${text()}`);
  };
  return { record, close: () => connections.forEach((connection) => connection.close()) };
}

/** What one request asks of the database, taken from a server that does it: its statements and what is its own in them. */
async function recorded(env, client, officer) {
  const file = join(env.DATA_DIR, 'statements.jsonl');
  const preload = new URL('./support/log-statements.mjs', import.meta.url).href;
  const server = await startProduct({ ...env, STATEMENTS_FILE: file }, ['--import', preload]);
  try {
    const { record, close } = await recorder(server.said, await officer.signIn(server.said), 1);
    const jobs = await newTenders(client, officer.bureau, BEFORE_RECORDING + 1);
    for (const job of jobs) {
      writeFileSync(file, '');
      await record(job);
    }
    close();
    const statements = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const marks = Object.entries(jobs.at(-1)).map(([name, text]) => ({ name, text }));
    return { statements, marks, sent: jobs.length };
  } finally {
    await server.stop();
  }
}

/** The bare script as a process of its own; `run` answers its jobs a second. */
function startBareWriter(url, replay) {
  const child = fork(new URL('./support/bare-write.mjs', import.meta.url), [url, String(POOL)]);
  child.send(replay);
  const run = async (writers, jobs) => {
    child.send({ writers, jobs });
    const [{ rate, error }] = await once(child, 'message');
    if (error) throw new Error(error);
    return rate;
  };
  const stop = async () => {
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  };
  return { run, stop };
}

/** Every request must have left exactly one row of each kind. */
async function mustHaveAll(client, requests) {
  const tables = {
    fact: 'fact',
    audit_entry: `audit_entry WHERE aggregate_type = 'tender'`,
    outbox: `outbox WHERE aggregate_type = 'tender'`,
    notice: 'notice',
    idempotent_request: 'idempotent_request',
  };
  for (const [name, rows] of Object.entries(tables)) {
    const found = Number((await client.query(`SELECT count(*) FROM ${rows}`)).rows[0].count);
    if (found !== requests) throw new Error(`${requests} requests left ${found} rows of ${name}`);
  }
}

const perSecond = (rate) => `${rate.toFixed(1)} /s`;

/** Rates by side, round by round: ours, bare, pgbench, at so many writers. */
async function measure({ turn, sides, writers, rounds, seconds, progress }) {
  const rates = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  const last = {};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, side] of Object.entries(sides)) {
      // The first round only says how much work fills the time.
      last[name] = await turn(side, writers, round === 0 ? TRIAL : Math.ceil(last[name] * seconds));
      if (round > 0) rates[name].push(last[name]);
    }
    const said = Object.entries(last).map(([name, rate]) => `${name} ${rate.toFixed(0)}/s`);
    progress(`${writers} writers, ${round === 0 ? 'trial' : `round ${round}`}: ${said.join(', ')}`);
  }
  return Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)]));
}

function rowsOf(results, statements, beside) {
  const cores = availableParallelism();
  const rows = results.map(({ writers, ours, bare, pgbench }) => ({
    measured: `requests a second, ${writers} writers`,
    ours: perSecond(ours),
    'same statements, bare pg': perSecond(bare),
    [beside]: perSecond(pgbench),
    ratio: (ours / bare).toFixed(2),
    statements,
    mark: `≥ ${LIMIT.rate}`,
    ok: ours / bare >= LIMIT.rate,
  }));
  const gain = (name) => results.find((r) => r.writers === 16)[name] / results.find((r) => r.writers === 1)[name];
  const times = (name) => `${gain(name).toFixed(2)} ×`;
  rows.push({
    measured: '16 writers against one',
    ours: times('ours'),
    'same statements, bare pg': times('bare'),
    [beside]: times('pgbench'),
    ratio: (gain('ours') / gain('bare')).toFixed(2),
    statements,
    mark: `≥ ${LIMIT.gain} × on ${LIMIT.cores} cores`,
    ok: cores >= LIMIT.cores ? gain('ours') >= LIMIT.gain : `n/a: ${cores} cores`,
  });
  return rows;
}

export async function run({ quick, progress }) {
  return withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    const officer = await makeOfficer(client);
    const { sent, ...replay } = await recorded(env, client, officer);
    progress(`${replay.statements.length} statements a request`);
    const server = await startProduct(env);
    const bare = startBareWriter(url, replay);
    const beside = await tpcb(client, url, POOL);
    let requests = sent;
    try {
      const seconds = quick ? 1 : 4;
      const turn = async (side, writers, count) => {
        if (side === null) return beside.run(writers, seconds);
        const jobs = await newTenders(client, officer.bureau, count);
        requests += count;
        return side(writers, jobs);
      };
      // Connections of its own for every turn: the server closes those that nobody used while the others had theirs.
      const ours = async (writers, jobs) => {
        const { record, close } = await recorder(server.said, await officer.signIn(server.said), writers);
        try {
          return await byWriters(writers, jobs, record);
        } finally {
          close();
        }
      };
      progress('warming …');
      for (const side of [ours, bare.run]) await turn(side, POOL, quick ? TRIAL : WARM);
      const sides = { ours, bare: bare.run, pgbench: null };
      const results = [];
      for (const writers of WRITERS) {
        const rates = await measure({ turn, sides, writers, rounds: quick ? 3 : 5, seconds, progress });
        results.push({ writers, ...rates });
      }
      await mustHaveAll(client, requests);
      return rowsOf(results, replay.statements.length, beside.name);
    } finally {
      await Promise.all([server.stop(), bare.stop(), beside.stop()]);
      await client.end();
    }
  });
}
