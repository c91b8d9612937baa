/** A checkout that is built and started as its user would: by its own `scripts/`, whatever its other folders are called. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { QueueControl } from './queue-client.mjs';

const PRELOAD = fileURLToPath(new URL('./queue-control.mjs', import.meta.url));
const START_SECONDS = 900;

export class CharacteriseError extends Error {}

/** A port that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Checkout {
  #processes = [];

  constructor(root) {
    this.root = root;
    for (const script of ['scripts/build.mjs', 'scripts/start.mjs', 'scripts/cli.mjs', 'scripts/lib/load-ts.mjs'])
      if (!existsSync(join(root, script))) throw new CharacteriseError(`${root} has no ${script}`);
    this.folder = mkdtempSync(join(tmpdir(), 'throughline-characterise-'));
    // PostgreSQL runs as another user where we are root, and has to get in.
    chmodSync(this.folder, 0o755);
    this.control = new QueueControl(join(this.folder, 'queue.sock'));
    this.env = {
      ...process.env,
      DATA_DIR: join(this.folder, 'data'),
      THROTTLE: 'false',
      ACCESS_TOKEN_SECONDS: '86400',
      LOG_LEVEL: 'error',
      OUTBOX_POLL_MS: '20',
      NODE_OPTIONS: `--import=${PRELOAD}`,
      CHARACTERISE_SOCKET: this.control.path,
      CHARACTERISE_ROOT: root,
    };
    delete this.env.DATABASE_URL;
    delete this.env.npm_lifecycle_event;
  }

  async build() {
    await this.run('scripts/build.mjs', [], { CHARACTERISE_SOCKET: '' });
  }

  /** Starts a program of the checkout; answers its lines up to the one that matches, or all of them when it has ended. */
  run(script, args = [], env = {}, until) {
    const child = spawn(process.execPath, [join(this.root, script), ...args], {
      cwd: this.root,
      env: { ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const isGone = new Promise((resolve) => child.once('exit', resolve));
    this.#processes.push({ child, isGone });
    const lines = [];
    let errors = '';
    child.stderr.on('data', (data) => (errors += data));
    return new Promise((resolve, reject) => {
      const late = until && setTimeout(() => fail('is not ready'), START_SECONDS * 1000);
      const fail = (what) =>
        reject(new CharacteriseError(`${script} ${args.join(' ')} ${what}\n${errors.slice(-4000)}`));
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line);
        if (!until?.test(line)) return;
        clearTimeout(late);
        resolve({ lines, child, isGone });
      });
      child.once('close', (code) => {
        clearTimeout(late);
        if (until || code !== 0) fail(`ended with ${code}`);
        else resolve({ lines, child, isGone });
      });
    });
  }

  /** `npm run cli -- …` beside the server that runs. */
  async cli(...args) {
    const { lines } = await this.run('scripts/cli.mjs', args, { CHARACTERISE_SOCKET: '' });
    return lines;
  }

  async stop({ child, isGone }) {
    child.kill('SIGTERM');
    await isGone;
  }

  /** Ends what was started and removes the data. */
  async close() {
    for (const { child, isGone } of this.#processes.reverse()) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await isGone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
