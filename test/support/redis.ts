import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from './free-port.js';
import { redis } from './optional-servers.js';

export interface TestRedis {
  readonly url: string;
  /** Kills the server; its data was in memory only. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => resolve(data.toString().startsWith('+PONG')));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.setTimeout(500, () => socket.destroy());
  });
}

/** A Redis of the caller's own on a free (or the given) port, in memory (what is saved on demand: in `dir`), with the policy that queues need. For `describeWith(redis, …)`. */
export async function startRedis(onPort?: number, dir?: string): Promise<TestRedis> {
  const folder = process.env.TEST_RUN_FOLDER;
  if (redis.path === null || folder === undefined) throw new Error('redis-server is not installed, or no test run');
  const port = onPort ?? (await findFreePort());
  const options = {
    port,
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    dir: dir ?? folder,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(redis.path, args, { stdio: 'ignore' });
  const note = join(folder, `redis-${child.pid}.pid`); // so that the run can end it, should this process be killed
  writeFileSync(note, String(child.pid));
  const stop = async (): Promise<void> => {
    const gone = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : null;
    child.kill('SIGKILL');
    await gone;
    rmSync(note, { force: true });
  };
  for (const deadline = Date.now() + START_TIMEOUT_MS; !(await answers(port)); await pause(20)) {
    if (child.exitCode === null && Date.now() < deadline) continue;
    await stop();
    throw new Error('redis-server did not start');
  }
  return { url: `redis://127.0.0.1:${port}`, stop };
}
