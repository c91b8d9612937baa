import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from './free-port.js';
import { clamd } from './optional-servers.js';

/** Bytes that the signature of the tests finds; they do nothing. */
export const MALWARE = 'throughline test of an antivirus: these bytes stand for a program that does harm';
const SIGNATURE = 'Throughline.Test';

export interface TestAntivirus {
  readonly port: number;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('zPING\0'));
    socket.once('data', (data) => resolve(data.toString().startsWith('PONG')));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.setTimeout(500, () => socket.destroy());
  });
}

/** A clamd of the caller's own on a free (or the given) port, with one signature. For `describeWith(clamd, …)`. */
export async function startClamd(onPort?: number): Promise<TestAntivirus> {
  const run = process.env.TEST_RUN_FOLDER;
  if (clamd.path === null || run === undefined) throw new Error('clamd is not installed, or no test run');
  const port = onPort ?? (await findFreePort());
  const folder = mkdtempSync(join(run, 'clamd-'));
  const database = join(folder, 'signatures');
  mkdirSync(database);
  writeFileSync(join(database, 'test.ndb'), `${SIGNATURE}:0:*:${Buffer.from(MALWARE).toString('hex')}\n`);
  const options = {
    TCPSocket: port,
    TCPAddr: '127.0.0.1',
    DatabaseDirectory: database,
    TemporaryDirectory: folder,
    Foreground: 'yes',
    StreamMaxLength: '3M',
  };
  const config = join(folder, 'clamd.conf');
  writeFileSync(
    config,
    Object.entries(options)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  );
  const child = spawn(clamd.path, ['--config-file', config], { stdio: 'ignore' });
  const note = join(run, `clamd-${child.pid}.pid`); // so that the run can end it, should this process be killed
  writeFileSync(note, String(child.pid));
  const stop = async (): Promise<void> => {
    const gone = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : null;
    child.kill('SIGKILL');
    await gone;
    rmSync(note, { force: true });
    rmSync(folder, { recursive: true, force: true });
  };
  for (const deadline = Date.now() + START_TIMEOUT_MS; !(await answers(port)); await pause(50)) {
    if (child.exitCode === null && Date.now() < deadline) continue;
    await stop();
    throw new Error('clamd did not start');
  }
  return { port, stop };
}
