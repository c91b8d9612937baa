import { syncBuiltinESMExports } from 'node:module';
import promises from 'node:timers/promises';
import { promisify } from 'node:util';

/** For a program that is started with `--import`: what waits for ten seconds and more waits for a fifth of it. */
const shorten = (ms) => (ms >= 10_000 ? ms / 5 : ms);

const { setTimeout: wait } = globalThis;
const pause = promises.setTimeout;
globalThis.setTimeout = Object.assign((work, ms, ...given) => wait(work, shorten(ms), ...given), {
  [promisify.custom]: wait[promisify.custom],
});
promises.setTimeout = (ms, ...given) => pause(shorten(ms), ...given);
syncBuiltinESMExports();
