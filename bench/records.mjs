/**
 * A million service records: a page deep in a contract's list, the progress of a contract with 5 000 of them, and batches of
 * 200, each beside every statement of the same request from bare `pg`. Coverage of as many lines is `coverage.mjs`.
 */
import pg from 'pg';
import { explain } from './support/plans.mjs';
import { POOL, startBare, startProduct, withDatabase } from './support/product.mjs';
import { READ_MARK, readRows } from './support/reads.mjs';
import { statementsOf } from './support/replay.mjs';
import { BATCH, batchOfRecords, seedMarket, SIZE } from './support/served.mjs';
import { WRITE_MARK, writeRows } from './support/writes.mjs';

export const title = 'a million service records';
export const mark = `reads: ${READ_MARK}; batches: ${WRITE_MARK}`;

const COLUMN = 'same statements, bare pg';
const CONNECTIONS = 16;
const WRITERS = [1, 16];
/** Pages before the one that is read. */
const DEEP = 10;
/** Sendings before the one whose statements count: the connections have their prepared statements. */
const BEFORE = 3;
/** Batches that say how many fill a turn, and those that warm both sides. */
const TRIAL = { quick: 16, full: 32 };
const WARM = 64;

const signed = async (url, signIn) => ({ authorization: `Bearer ${await signIn(url)}` });

async function get(url, path, headers) {
  const answer = await fetch(`${url}${path}`, { headers });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** What is read, with the statements of such a request. */
async function reads(env, { signIn, contracts }) {
  const { contract } = contracts[0];
  const found = [];
  const take = async (kind, name, pathOf) => {
    const { statements, answer } = await statementsOf(env, async (url, anew) => {
      const headers = await signed(url, signIn);
      const path = await pathOf(url, headers);
      for (let n = 0; n <= BEFORE; n += 1) {
        anew();
        await get(url, path, headers);
      }
      return path;
    });
    found.push({ kind, name, statements, path: answer });
  };
  await take('list', `page ${DEEP + 1} of 50 records: `, async (url, headers) => {
    let path = `/api/v1/contracts/${contract}/service-records?limit=50`;
    for (let n = 0; n < DEEP; n += 1) path = (await get(url, path, headers)).next;
    return path;
  });
  await take('progress', 'progress over 5 000 records: ', async () => `/api/v1/contracts/${contract}/progress`);
  return found;
}

async function readRowsOf({ kind, name, statements, path }, { url, env, signIn, quick, progress }) {
  progress(`${name}${statements.length} statements a request`);
  const ours = await startProduct(env);
  const bare = await startBare('bare-served.mjs', url, String(POOL), kind, JSON.stringify(statements));
  try {
    const read = { path, headers: await signed(ours.said, signIn), connections: CONNECTIONS };
    const more = { statements: statements.length };
    return await readRows({ ours, bare, read, name, column: COLUMN, quick, progress, more });
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}

export async function run({ quick, progress }) {
  return withDatabase(async ({ url, env }) => {
    progress(`${SIZE} …`);
    const client = new pg.Client(url);
    await client.connect();
    try {
      const market = await seedMarket(client, env, progress);
      const began = performance.now();
      const rows = [];
      for (const read of await reads(env, market)) {
        rows.push(await explain(client, read.name, { statements: read.statements, marks: [] }, COLUMN, progress));
        rows.push(...(await readRowsOf(read, { url, env, signIn: market.signIn, quick, progress })));
      }
      const work = batchOfRecords(client, market);
      const trial = quick ? TRIAL.quick : TRIAL.full;
      const look = async (replay) => rows.push(await explain(client, `${work.name}: `, replay, COLUMN, progress));
      const batches = { url, env, work, writersOf: WRITERS, column: COLUMN, quick, warm: WARM, trial, look, progress };
      rows.push(...(await writeRows(batches)));
      progress(`${((performance.now() - began) / 1000).toFixed(0)} s after the seed; a batch is ${BATCH} records`);
      return rows;
    } finally {
      await client.end();
    }
  });
}
