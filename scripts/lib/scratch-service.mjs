import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './prepare.mjs';

/**
 * Runs `work` on a scratch database that begins at `begins`, with an HTTP process and a worker of the build in `folder`.
 * Nothing is left behind.
 *
 * `work` is given the URL, three administrators with their one-time setup codes, and `moveTo` for the business time.
 */
export async function withScratchService({ folder = root, begins }, work) {
  const { openEmbeddedServer, DATABASE } = await import('../../dist/src/kernel/embedded/index.js');
  const data = mkdtempSync(join(tmpdir(), 'throughline-scratch-'));
  const database = await openEmbeddedServer({ dataDir: data, exclusive: true, database: DATABASE });
  const env = {
    ...process.env,
    DATA_DIR: data,
    DATABASE_URL: database.applicationUrl(),
    MIGRATION_DATABASE_URL: database.url(),
    BUSINESS_TIME_START: begins,
    PORT: '0',
    THROTTLE: 'false',
    LOG_LEVEL: 'error',
  };
  const processes = [];

  /** Runs a command of the product; answers its first line that matches, or everything it printed. */
  const run = (args, pattern) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(folder, 'dist/src/cli.js'), ...args], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      processes.push(child);
      const lines = [];
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line);
        if (pattern?.test(line)) resolve(line);
      });
      child.once('exit', (code) => (code === 0 ? resolve(lines.join('\n')) : reject(new Error(`${args[0]}: ${code}`))));
    });

  const makeAdmin = async (login, role = 'admin') => {
    const made = await run(['create-admin', login, '--role', role]);
    return { login, setupCode: /^setup code (\S+)/m.exec(made)[1] };
  };
  try {
    const admins = [];
    for (const login of ['scratch.admin', 'scratch.second', 'scratch.third']) admins.push(await makeAdmin(login));
    const systemAdmin = await makeAdmin('scratch.operator', 'system_admin');
    const auditor = await makeAdmin('scratch.auditor', 'auditor');
    const [, url] = /^ready (\S+)/.exec(await run(['serve'], /^ready /));
    await run(['worker'], /ready/);
    await work({
      url,
      admins,
      systemAdmin,
      auditor,
      moveTo: (to) => run(['business-time', '--to', to]),
    });
  } finally {
    const gone = processes.map((child) => child.exitCode ?? new Promise((done) => child.once('exit', done)));
    for (const child of processes) child.kill('SIGTERM');
    await Promise.all(gone);
    await database.close();
    database.destroy();
  }
}
