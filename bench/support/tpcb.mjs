/** PostgreSQL's own measure of small writes, beside which other figures can be read: pgbench, or its loop where it is not. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { byWriters } from './writers.mjs';

const SCALE = 64;
const ACCOUNTS = 2_000;
const DEBIAN = '/usr/lib/postgresql';

function findPgbench() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  const folders = [...process.env.PATH.split(':'), ...versions];
  return folders.map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file));
}

/** pgbench's tables, with fewer accounts to a branch. */
const TABLES = `
  CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88)) WITH (fillfactor = 100);
  CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84)) WITH (fillfactor = 100);
  CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84)) WITH (fillfactor = 100);
  CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
  INSERT INTO pgbench_branches SELECT n, 0 FROM generate_series(1, ${SCALE}) n;
  INSERT INTO pgbench_tellers SELECT n, (n - 1) / 10 + 1, 0 FROM generate_series(1, ${SCALE * 10}) n;
  INSERT INTO pgbench_accounts SELECT n, (n - 1) / ${ACCOUNTS} + 1, 0 FROM generate_series(1, ${SCALE * ACCOUNTS}) n`;

const any = (n) => 1 + Math.floor(Math.random() * n);

async function transaction(pool) {
  const [aid, tid, bid, delta] = [any(SCALE * ACCOUNTS), any(SCALE * 10), any(SCALE), any(10_000) - 5_000];
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('UPDATE pgbench_accounts SET abalance = abalance + $2 WHERE aid = $1', [aid, delta]);
    await client.query('SELECT abalance FROM pgbench_accounts WHERE aid = $1', [aid]);
    await client.query('UPDATE pgbench_tellers SET tbalance = tbalance + $2 WHERE tid = $1', [tid, delta]);
    await client.query('UPDATE pgbench_branches SET bbalance = bbalance + $2 WHERE bid = $1', [bid, delta]);
    await client.query('INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES ($1, $2, $3, $4, now())', [
      tid,
      bid,
      aid,
      delta,
    ]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** Makes the tables in a database of their own; `run(writers, seconds)` answers transactions a second. */
export async function tpcb(client, url, size) {
  await client.query('CREATE DATABASE tpcb');
  const own = new URL(url);
  own.pathname = '/tpcb';
  const pool = new pg.Pool({ connectionString: own.href, max: size });
  await pool.query(TABLES);
  const program = findPgbench();
  const stop = () => pool.end();
  if (program === undefined) {
    const run = async (writers, seconds) => {
      const until = performance.now() + seconds * 1000;
      let done = 0;
      await byWriters(writers, Array.from({ length: writers }), async () => {
        for (; performance.now() < until; done += 1) await transaction(pool);
      });
      return done / seconds;
    };
    return { name: `tpcb-like loop in pg, pool of ${size}`, run, stop };
  }
  const run = async (writers, seconds) => {
    const clients = String(Math.min(writers, size));
    const args = [
      '-n',
      '-s',
      String(SCALE),
      '-M',
      'prepared',
      '-c',
      clients,
      '-j',
      '1',
      '-T',
      String(seconds),
      own.href,
    ];
    const { stdout } = await promisify(execFile)(program, args);
    return Number(/^tps = ([\d.]+)/m.exec(stdout)[1]);
  };
  return { name: `pgbench, at most ${size} clients`, run, stop };
}
