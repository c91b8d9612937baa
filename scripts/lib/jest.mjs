import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './prepare.mjs';

/** MiB for young objects in each test process: with the 16 that are the default collecting them took a tenth of its time. */
const YOUNG_MIB = 64;

/** What an earlier run has noted of its statements (test/support/sent-statements.mjs) goes: the sources were others. */
function removeNotes(folder) {
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.endsWith('.jsonl')) rmSync(join(folder, name));
}

/** Runs Jest and returns its exit code. TEST_SEED repeats the random values of an earlier run, which printed its seed. */
export function jest(args) {
  const { TEST_STATEMENTS } = process.env;
  if (TEST_STATEMENTS) removeNotes(resolve(root, TEST_STATEMENTS));
  const seed = process.env.TEST_SEED ? [`--seed=${process.env.TEST_SEED}`] : [];
  // Jest passes options of Node on to its workers.
  const program = [`--max-semi-space-size=${YOUNG_MIB}`, join(root, 'node_modules/jest/bin/jest.js')];
  const child = spawn(process.execPath, [...program, ...seed, ...args], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => undefined); // the terminal sends it to both of us; Jest ends the run
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}
