import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chownSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { EmbeddedDatabaseError } from './errors.js';
import type { DataFolder } from './folder.js';
import { clearStaleLock, serverPid } from './postmaster.js';
import { run } from './process.js';

/** Superuser of an embedded server; only this machine can connect, and only with the generated password. */
export const SUPERUSER = 'throughline';
const STOP_MODES = [
  ['fast', 60_000],
  ['immediate', 20_000],
] as const;
const ABORT_TIMEOUT_MS = 10_000;
const LOG_LIMIT_BYTES = 5_000_000;
const SETTINGS_FILE = 'throughline.conf';

/** Server settings by PostgreSQL's names, over our defaults. */
export type ServerSettings = Readonly<Record<string, string | number>>;

const DEFAULTS: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: 100,
  jit: 'off',
};

/** The last lines that the server said, for messages of ours. */
export function lastWords(folder: DataFolder, lines = 8): string {
  if (!existsSync(folder.log)) return '';
  const words = readFileSync(folder.log, 'utf8').trimEnd().split('\n').slice(-lines);
  return words.map((line) => `  ${line}`).join('\n');
}

function give(folder: DataFolder, file: string): void {
  if (folder.identity !== null) chownSync(file, folder.identity.uid, folder.identity.gid);
}

/** Makes the database files aside and moves them into place, so that a crash in between leaves no half folder. */
export async function initialise(folder: DataFolder, binaries: Binaries, throwaway: boolean): Promise<void> {
  for (const name of readdirSync(folder.home)) {
    if (/^(data|password)\.\d+\.\w+$/.test(name) && !running(name))
      rmSync(join(folder.home, name), { recursive: true });
  }
  const mine = `${process.pid}.${randomBytes(3).toString('hex')}`;
  const unfinished = join(folder.home, `data.${mine}`);
  const password = join(folder.home, `password.${mine}`);
  writeFileSync(password, folder.password, { mode: 0o600 });
  give(folder, password);
  try {
    const args = ['-D', unfinished, '-U', SUPERUSER, `--pwfile=${password}`, '--encoding=UTF8', '--locale=C'];
    const { code, output, failure } = await run(
      binaries.initdb,
      [...args, '--auth=scram-sha-256', '--no-instructions', ...(throwaway ? ['--no-sync'] : [])],
      folder.identity,
    );
    if (code !== 0) {
      const said = (failure ?? output).trim();
      throw new EmbeddedDatabaseError('initdb_failed', `initdb failed on ${folder.home}:\n${said}`);
    }
    appendFileSync(join(unfinished, 'postgresql.conf'), `\ninclude_if_exists '${SETTINGS_FILE}'\n`);
    renameSync(unfinished, folder.data);
  } catch (error) {
    if (!existsSync(folder.data)) throw error; // else another process was faster
  } finally {
    rmSync(password, { force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Is the process whose id is in this name still alive? */
function running(name: string): boolean {
  try {
    return process.kill(Number(name.split('.')[1]), 0);
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function writeSettings(folder: DataFolder, settings: ServerSettings, port: number): void {
  const lines = Object.entries({ ...DEFAULTS, ...settings, port }).map(([name, value]) => `${name} = '${value}'\n`);
  const file = join(folder.data, SETTINGS_FILE);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  give(folder, file);
}

/** Starts the server on a free port and waits until it answers; another process may win the race, which is fine. */
export async function start(folder: DataFolder, binaries: Binaries, settings: ServerSettings): Promise<void> {
  if (existsSync(folder.log) && statSync(folder.log).size > LOG_LIMIT_BYTES) renameSync(folder.log, `${folder.log}.1`);
  clearStaleLock(folder.data);
  for (let attempt = 1; ; attempt += 1) {
    writeSettings(folder, settings, await freePort());
    const args = ['start', '-D', folder.data, '-l', folder.log, '-w', '-t', '120', '-s'];
    const { code, output, failure } = await run(binaries.pgCtl, args, folder.identity);
    if (code === 0 || serverPid(folder.data) !== null) return;
    const words = lastWords(folder);
    if (attempt < 4 && words.includes('Address already in use')) continue;
    const said = (failure ?? output).trim();
    throw new EmbeddedDatabaseError(
      'start_failed',
      `The embedded PostgreSQL did not start: ${said}\nIts last words, from ${folder.log}:\n${words}`,
    );
  }
}

/**
 * Stops the server: sessions are ended, everything committed is kept. It watches its own server's process: the next one
 * may be started on the folder the moment this one is gone, and pg_ctl would wait for that one too.
 */
export async function stop(folder: DataFolder, binaries: Binaries): Promise<void> {
  const pid = serverPid(folder.data);
  for (const [mode, timeoutMs] of STOP_MODES) {
    if (pid === null || serverPid(folder.data) !== pid) return;
    await run(binaries.pgCtl, ['stop', '-D', folder.data, '-s', '-W', '-m', mode], folder.identity);
    for (const deadline = Date.now() + timeoutMs; serverPid(folder.data) === pid && Date.now() < deadline;) {
      await pause(20);
    }
  }
}

/**
 * Ends a server whose data nobody will ask for again, without a checkpoint and without returning before it is gone: it
 * also works in the handler of process exit.
 */
export function abort(folder: DataFolder): void {
  const pid = serverPid(folder.data);
  if (pid === null) return;
  process.kill(pid, process.platform === 'win32' ? 'SIGKILL' : 'SIGQUIT');
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (const deadline = Date.now() + ABORT_TIMEOUT_MS; serverPid(folder.data) !== null; Atomics.wait(clock, 0, 0, 20)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
  }
}
