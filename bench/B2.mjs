/**
 * B2: recording a fact of a tender and submitting a sealed bid, each beside the very statements that such a request sends,
 * replayed from a bare script, and beside pgbench.
 */
import pg from 'pg';
import { POOL, withDatabase } from './support/product.mjs';
import { tpcb } from './support/tpcb.mjs';
import { factOfTender, sealedBid } from './support/works.mjs';
import { WRITE_MARK, writeRows } from './support/writes.mjs';

export const title = 'record a fact, submit a sealed bid';
export const mark = WRITE_MARK;

const WRITERS = [1, 16, 64];
/** Requests before anything is measured: both sides have compiled and planned. */
const WARM = 3_000;

/** One kind of request at one, 16 and 64 writers, in a database of its own. */
const measured = (makeWork, options) =>
  withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    const beside = await tpcb(client, url, POOL);
    try {
      const work = await makeWork(client, env);
      const column = 'same statements, bare pg';
      return await writeRows({ ...options, url, env, work, writersOf: WRITERS, beside, column, warm: WARM });
    } finally {
      await beside.stop();
      await client.end();
    }
  });

export async function run(options) {
  const facts = await measured(factOfTender, options);
  return [...facts, ...(await measured(sealedBid, options))];
}
