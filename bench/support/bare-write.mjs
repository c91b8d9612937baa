/**
 * Statements with nothing around them: replays those of one request for other roots, through a pool of the same size.
 * Forked with URL and size of the pool; takes `{ statements, marks }` once, then `{ writers, jobs }`, and answers a rate.
 */
import pg from 'pg';
import { opened } from './template.mjs';
import { byWriters } from './writers.mjs';

const [url, size] = process.argv.slice(2);
const pool = new pg.Pool({
  connectionString: url,
  max: Number(size),
  options: '-c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000',
});

let before = [];
let within = [];

/** What is sent before the transaction goes to the pool, as the request sends it. */
function take({ statements, marks }) {
  const all = opened(statements, marks);
  const first = all.findIndex(({ text }) => /^(START TRANSACTION|BEGIN)/.test(text));
  before = all.slice(0, first);
  within = all.slice(first);
}

const send = (to, { name, text, of }, job) =>
  of.length === 0 ? to.query(text) : to.query({ name, text, values: of.map((value) => value(job)) });

async function once(job) {
  for (const statement of before) await send(pool, statement, job);
  const client = await pool.connect();
  try {
    for (const statement of within) await send(client, statement, job);
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

process.on('message', (message) => {
  if (message.statements) return take(message);
  byWriters(message.writers, message.jobs, once).then(
    (rate) => process.send({ rate }),
    (error) => process.send({ error: String(error.stack) }),
  );
});
process.once('disconnect', () => void pool.end());
