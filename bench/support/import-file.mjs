import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DATABASE, destroyEmbeddedServer, openEmbeddedServer } from '../../src/kernel/embedded/index.js';
import { processorOf, processorOfServer, serverOf } from './processor.mjs';
import { memoryOf } from './run.mjs';

const LIMIT = { memory: 1.25, speed: 0.5 };

/** The command itself, without npm between it and us. Its memory and processor time are asked for while it runs. */
async function importFile({ server, pid }, dataDir, file, name, progress, options = []) {
  const [began, servedBefore] = [performance.now(), processorOfServer(pid)];
  const child = spawn(
    process.execPath,
    ['dist/src/cli.js', 'import-notices', file, '--name', name, '--apply', ...options],
    {
      env: {
        ...process.env,
        DATABASE_URL: server.applicationUrl(),
        MIGRATION_DATABASE_URL: server.url(),
        DATA_DIR: dataDir,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  let errors = '';
  let told = 0;
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => {
    errors = `${errors}${chunk}`.slice(-2_000);
    if (performance.now() - told < 20_000) return;
    told = performance.now();
    progress(String(chunk).trim());
  });
  const ended = once(child, 'close');
  let [most, node] = [0, 0];
  let over = false;
  void ended.then(() => (over = true));
  while (!over) {
    try {
      // One that has just ended has none.
      most = Math.max(most, memoryOf(child.pid).most || 0);
      node = Math.max(node, processorOf(child.pid));
    } catch {
      // it has just ended
    }
    await pause(200);
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`import-notices ended with ${code}:\n${errors}`);
  const figures = JSON.parse(output.trim().split('\n').at(-1));
  const busy = { node, server: processorOfServer(pid) - servedBefore };
  return { seconds: (performance.now() - began) / 1000, most, busy, figures };
}

/** A file, one with ten times as many rows, and that one again: memory and speed. `write` makes a file of so many. */
export async function compareImports({ many, unit, fileName, write, options = [], progress }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  chmodSync(dataDir, 0o755);
  const server = await openEmbeddedServer({ dataDir, exclusive: true, database: DATABASE });
  const client = new pg.Client(server.url());
  try {
    await client.connect();
    const pid = await serverOf(client);
    const file = join(dataDir, fileName);
    const measure = async (count, name) => {
      await write(file, count);
      const one = await importFile({ server, pid }, dataDir, file, name, progress, options);
      progress(
        `${name}: ${count} ${unit}, ${one.seconds.toFixed(1)} s, ${one.most.toFixed(0)} MB, ${JSON.stringify(one.busy)}`,
      );
      if (one.figures.rejected > 0 || one.figures.rows !== count) throw new Error(JSON.stringify(one.figures));
      return { ...one, count, speed: count / one.seconds, each: ((one.busy.node + one.busy.server) / count) * 1000 };
    };
    const few = await measure(many / 10, 'few');
    const whole = await measure(many, 'many');
    const again = await measure(many, 'many');
    if (again.figures.unchanged !== many) throw new Error(JSON.stringify(again.figures));
    const row = (measured, of, mine, other, digits, limit, ok) => ({
      measured,
      [`${many} ${unit}`]: `${mine.toFixed(digits)} ${of}`,
      [`${many / 10} ${unit}`]: `${other.toFixed(digits)} ${of}`,
      ratio: (mine / other).toFixed(2),
      mark: limit,
      ok,
    });
    return [
      row(
        'most resident memory',
        'MB',
        whole.most,
        few.most,
        0,
        `≤ ${LIMIT.memory}`,
        whole.most <= few.most * LIMIT.memory,
      ),
      row(
        `${unit} taken`,
        `${unit}/s`,
        whole.speed,
        few.speed,
        0,
        `≥ ${LIMIT.speed}`,
        whole.speed >= few.speed * LIMIT.speed,
      ),
      row('processor time of node and PostgreSQL', 'ms a row', whole.each, few.each, 2, '', ''),
      row(`${unit} of a file that comes again`, `${unit}/s`, again.speed, few.speed, 0, '', ''),
    ];
  } finally {
    await client.end();
    await server.close();
    destroyEmbeddedServer(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
