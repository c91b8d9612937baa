/**
 * B2: recording a fact of a tender and submitting a sealed bid, each beside the very statements that such a request sends,
 * replayed from a bare script, and beside pgbench.
 */
import { availableParallelism } from 'node:os';
import pg from 'pg';
import { POOL, startProduct, withDatabase } from './support/product.mjs';
import { measure, recorded, sender, startBareWriter, TRIAL } from './support/replay.mjs';
import { tpcb } from './support/tpcb.mjs';
import { factOfTender, sealedBid } from './support/works.mjs';
import { byWriters } from './support/writers.mjs';

export const title = 'record a fact, submit a sealed bid';
export const mark = 'at least 0.5 of the bare requests/s; 16 writers at least 4 × one, where there are 8 cores';

const WRITERS = [1, 16, 64];
const LIMIT = { rate: 0.5, gain: 4, cores: 8 };
/** Requests before anything is measured: both sides have compiled and planned. */
const WARM = 3_000;

const perSecond = (rate) => `${rate.toFixed(1)} /s`;

function rowsOf(name, results, statements, beside) {
  const cores = availableParallelism();
  const rows = results.map(({ writers, ours, bare, pgbench }) => ({
    measured: `${name}: requests a second, ${writers} writers`,
    ours: perSecond(ours),
    'same statements, bare pg': perSecond(bare),
    [beside]: perSecond(pgbench),
    ratio: (ours / bare).toFixed(2),
    statements,
    mark: `≥ ${LIMIT.rate}`,
    ok: ours / bare >= LIMIT.rate,
  }));
  const of = (writers) => results.find((r) => r.writers === writers);
  const gain = (side) => of(16)[side] / of(1)[side];
  const times = (side) => `${gain(side).toFixed(2)} ×`;
  rows.push({
    measured: `${name}: 16 writers against one`,
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

/** One kind of request at one, 16 and 64 writers, in a database of its own. */
const measured = (makeWork, options) =>
  withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return await compared(client, url, env, await makeWork(client), options);
    } finally {
      await client.end();
    }
  });

async function compared(client, url, env, work, { quick, progress }) {
  const { sent, ...replay } = await recorded(env, work);
  progress(`${work.name}: ${replay.statements.length} statements a request`);
  const server = await startProduct(env);
  const bare = startBareWriter(url, replay);
  const beside = await tpcb(client, url, POOL);
  let requests = sent;
  try {
    const seconds = quick ? 1 : 4;
    const turn = async (side, writers, count) => {
      if (side === null) return beside.run(writers, seconds);
      const jobs = await work.jobs(count, server.said, await work.signIn(server.said));
      requests += count;
      return side(writers, jobs);
    };
    // Connections of its own for every turn: the server closes those that nobody used while the others had theirs.
    const ours = async (writers, jobs) => {
      const token = await work.signIn(server.said);
      const { send, close } = await sender(server.said, token, writers, work.requestOf);
      try {
        return await byWriters(writers, jobs, send);
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
    await work.mustHave(requests);
    return rowsOf(work.name, results, replay.statements.length, beside.name);
  } finally {
    await Promise.all([server.stop(), bare.stop(), beside.stop()]);
  }
}

export async function run(options) {
  const facts = await measured(factOfTender, options);
  return [...facts, ...(await measured(sealedBid, options))];
}
