/**
 * Statements with nothing around them: replays those of one request for other roots, through a pool of the same size.
 * Forked with URL and size of the pool; takes `{ statements, marks }` once, then `{ writers, jobs }`, and answers a rate.
 */
import pg from 'pg';
import { byWriters } from './writers.mjs';

const [url, size] = process.argv.slice(2);
const pool = new pg.Pool({
  connectionString: url,
  max: Number(size),
  options: '-c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000',
});

/** A value of the recorded request, with what is another for every job (its marks) still open. */
function open(value, marks) {
  if (Array.isArray(value)) {
    const items = value.map((item) => open(item, marks));
    return (job) => items.map((item) => item(job));
  }
  if (value !== null && typeof value === 'object') {
    const fixed = 'hex' in value ? Buffer.from(value.hex, 'hex') : new Date(value.time);
    return () => fixed;
  }
  const used = typeof value === 'string' ? marks.filter((mark) => value.includes(mark.text)) : [];
  return (job) => used.reduce((text, mark) => text.replaceAll(mark.text, job[mark.name]), value);
}

let before = [];
let within = [];

/** What is sent before the transaction goes to the pool, as the request sends it. */
function take({ statements, marks }) {
  const opened = statements.map(({ name, text, values }) => ({ name, text, of: values.map((v) => open(v, marks)) }));
  const first = opened.findIndex(({ text }) => /^(START TRANSACTION|BEGIN)/.test(text));
  before = opened.slice(0, first);
  within = opened.slice(first);
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
