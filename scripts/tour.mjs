/**
 * `npm run tour`: a scratch database that begins on 3 November 2025, an HTTP process and a worker on it, and everybody's
 * part in one purchase, a line a step. Nothing is left behind.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { command, root } from './lib/prepare.mjs';
import './lib/load-ts.mjs';

const CLI = join(root, 'dist/src/cli.js');

await command(async () => {
  const { openEmbedded, DATABASE } = await import('../dist/src/kernel/embedded/index.js');
  const { BEGINS, tour } = await import('../tour/tour.js');
  const folder = mkdtempSync(join(tmpdir(), 'throughline-tour-'));
  const database = await openEmbedded({ dataDir: folder, exclusive: true, database: DATABASE });
  const env = {
    ...process.env,
    DATA_DIR: folder,
    DATABASE_URL: database.url(),
    BUSINESS_TIME_START: BEGINS,
    PORT: '0',
    THROTTLE: 'false',
    LOG_LEVEL: 'error',
  };
  const processes = [];

  /** Runs a command of the product; answers its first line that matches, or everything it printed. */
  const run = (args, pattern) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      processes.push(child);
      const lines = [];
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line);
        if (pattern?.test(line)) resolve(line);
      });
      child.once('exit', (code) => (code === 0 ? resolve(lines.join('\n')) : reject(new Error(`${args[0]}: ${code}`))));
    });

  let at = BEGINS;
  let step = 0;
  try {
    const made = await run(['create-admin', 'tour.admin']);
    const [, url] = /^ready (\S+)/.exec(await run(['serve'], /^ready /));
    await run(['worker'], /ready/);
    await tour({
      url,
      admin: { login: 'tour.admin', setupCode: /^setup code (\S+)/m.exec(made)[1] },
      moveTo: async (to) => {
        await run(['business-time', '--to', to]);
        at = to;
      },
      say: (who, what) =>
        process.stdout.write(
          `${String(++step).padStart(2)}  ${at.slice(0, 16).replace('T', ' ')}  ${who.padEnd(18)} ${what}\n`,
        ),
    });
  } finally {
    const gone = processes.map((child) => child.exitCode ?? new Promise((done) => child.once('exit', done)));
    for (const child of processes) child.kill('SIGTERM');
    await Promise.all(gone);
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
