/**
 * Preloaded into a server (`node --import`): writes every statement that a request sends, in order, as a line of JSON to
 * the file that STATEMENTS_FILE names. What the process does for itself (relay, sweeps) is left out.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';
import { Server } from 'node:http';
import pg from 'pg';

const request = new AsyncLocalStorage();

const { emit } = Server.prototype;
Server.prototype.emit = function (name, ...args) {
  if (name !== 'request') return emit.call(this, name, ...args);
  return request.run(args[0], () => emit.call(this, name, ...args));
};

/** Bytes and times survive JSON. */
const plain = (value) => {
  if (Buffer.isBuffer(value)) return { hex: value.toString('hex') };
  return value instanceof Date ? { time: value.toISOString() } : value;
};

const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (...args) {
  if (request.getStore() !== undefined) {
    const [first, second] = args;
    const { name, text, values = second } = typeof first === 'string' ? { text: first } : first;
    const given = Array.isArray(values) ? values.map(plain) : [];
    appendFileSync(process.env.STATEMENTS_FILE, `${JSON.stringify({ name, text, values: given })}\n`);
  }
  return query.apply(this, args);
};
