/**
 * A request beside its own statements: what one request asks of the database is taken from a server that does it, and a
 * bare script replays the same for other roots.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openConnection } from './keep-alive.mjs';
import { POOL, startProduct } from './product.mjs';
import { median } from './run.mjs';

/** Requests that say how many fill a turn. */
export const TRIAL = 200;
/** In them the prepared statements of the connections that a recorded request may use are there already. */
const BEFORE_RECORDING = 3;

/** Sends the requests of jobs over connections that stay open, as many as there are writers; all but a success ends the benchmark. */
export async function sender(url, token, writers, requestOf) {
  const connections = await Promise.all(Array.from({ length: writers }, () => openConnection(url)));
  const free = [...connections];
  const send = async (job) => {
    const connection = free.pop();
    const { path, headers, body } = requestOf(job);
    const all = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers };
    const { status, text } = await connection.post(path, all, body);
    free.push(connection);
    if (status < 200 || status > 299) throw new Error(`${path}: ${status} ${text()}`);
    return text;
  };
  return { send, close: () => connections.forEach((connection) => connection.close()) };
}

/**
 * What one request asks of the database. `act(url, anew)` sends requests to a server and calls `anew` before each that is
 * looked at; the last one counts. Answers the statements and what `act` answered.
 */
export async function statementsOf(env, act) {
  const file = join(env.DATA_DIR, 'statements.jsonl');
  const preload = new URL('./log-statements.mjs', import.meta.url).href;
  const server = await startProduct({ ...env, STATEMENTS_FILE: file }, ['--import', preload]);
  try {
    const answer = await act(server.said, () => writeFileSync(file, ''));
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return { statements: lines.map((line) => JSON.parse(line)), answer };
  } finally {
    await server.stop();
  }
}

/**
 * The statements of one request, and what is its own in them. `work` as in `works.mjs`; what the product itself chooses
 * anew for each request, `work.chosen` reads from the answer.
 */
export async function recorded(env, work) {
  let sent = 0;
  const { statements, answer } = await statementsOf(env, async (url, anew) => {
    const token = await work.signIn(url);
    const jobs = await work.jobs(BEFORE_RECORDING + 1, url, token);
    sent = jobs.length;
    const { send, close } = await sender(url, token, 1, work.requestOf);
    let last;
    for (const job of jobs) {
      anew();
      const text = (await send(job))();
      last = { ...job, ...work.chosen?.(text) };
    }
    close();
    return last;
  });
  return { statements, marks: Object.entries(answer).map(([name, text]) => ({ name, text })), sent };
}

/** The bare script as a process of its own; `run` answers its jobs a second. */
export function startBareWriter(url, replay) {
  const child = fork(new URL('./bare-write.mjs', import.meta.url), [url, String(POOL)]);
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

/**
 * Rates by side at so many writers: medians over rounds. Sides take turns, and whoever began one round ends the next, so that
 * none always works on what the same other one left to be written.
 */
export async function measure({ turn, sides, writers, rounds, seconds, trial = TRIAL, progress }) {
  const rates = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  const last = {};
  const order = Object.entries(sides);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, side] of order) {
      // The first round only says how much work fills the time.
      last[name] = await turn(side, writers, round === 0 ? trial : Math.ceil(last[name] * seconds));
      if (round > 0) rates[name].push(last[name]);
    }
    order.reverse();
    const said = Object.keys(sides).map((name) => `${name} ${last[name].toFixed(0)}/s`);
    progress(`${writers} writers, ${round === 0 ? 'trial' : `round ${round}`}: ${said.join(', ')}`);
  }
  return Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)]));
}
