/** A request that writes beside its own statements, at several numbers of writers: what B2 and `records.mjs` share. */
import { availableParallelism } from 'node:os';
import { POOL, startProduct } from './product.mjs';
import { measure, recorded, sender, startBareWriter, TRIAL } from './replay.mjs';
import { byWriters } from './writers.mjs';

const LIMIT = { rate: 0.5, gain: 4, cores: 8 };
export const WRITE_MARK = 'at least 0.5 of the bare requests/s; 16 writers at least 4 × one, where there are 8 cores';

const perSecond = (rate) => `${rate.toFixed(1)} /s`;

/** `besides` are further columns: their title, and which side they show. */
function rowsOf(name, results, statements, column, besides) {
  const cores = availableParallelism();
  const sides = [[column, 'bare'], ...Object.entries(besides)];
  const rows = results.map(({ writers, ...rates }) => ({
    measured: `${name}: requests a second, ${writers} ${writers === 1 ? 'writer' : 'writers'}`,
    ours: perSecond(rates.ours),
    ...Object.fromEntries(sides.map(([title, side]) => [title, perSecond(rates[side])])),
    ratio: (rates.ours / rates.bare).toFixed(2),
    statements,
    mark: `≥ ${LIMIT.rate}`,
    ok: rates.ours / rates.bare >= LIMIT.rate,
  }));
  const of = (writers) => results.find((r) => r.writers === writers);
  const gain = (side) => of(16)[side] / of(1)[side];
  const times = (side) => `${gain(side).toFixed(2)} ×`;
  rows.push({
    measured: `${name}: 16 writers against one`,
    ours: times('ours'),
    ...Object.fromEntries(sides.map(([title, side]) => [title, times(side)])),
    ratio: (gain('ours') / gain('bare')).toFixed(2),
    statements,
    mark: `≥ ${LIMIT.gain} × on ${LIMIT.cores} cores`,
    ok: cores >= LIMIT.cores ? gain('ours') >= LIMIT.gain : `n/a: ${cores} cores`,
  });
  return rows;
}

/**
 * Rows of `work` (see `works.mjs`). `beside`, if given, is a third side with a name of its own; `trial` jobs say how many
 * fill a turn, `warm` let both sides compile and plan, and `look` is shown the statements.
 */
export async function writeRows({
  url,
  env,
  work,
  writersOf,
  beside,
  column,
  quick,
  warm,
  trial = TRIAL,
  look,
  progress,
}) {
  const { sent, ...replay } = await recorded(env, work);
  await look?.(replay);
  progress(`${work.name}: ${replay.statements.length} statements a request`);
  const server = await startProduct(env);
  const bare = startBareWriter(url, replay);
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
    for (const side of [ours, bare.run]) await turn(side, POOL, quick ? trial : warm);
    const results = [];
    for (const writers of writersOf) {
      const each = { turn, writers, seconds, trial, progress };
      const rates = await measure({ ...each, sides: { ours, bare: bare.run }, rounds: quick ? 3 : 7 });
      // After the two that are compared: what it leaves to be written and vacuumed would be the next one's to wait for.
      const third = beside && (await measure({ ...each, sides: { pgbench: null }, rounds: 3 }));
      results.push({ writers, ...rates, ...third });
    }
    await work.mustHave(requests);
    return rowsOf(work.name, results, replay.statements.length, column, beside ? { [beside.name]: 'pgbench' } : {});
  } finally {
    await Promise.all([server.stop(), bare.stop()]);
  }
}
