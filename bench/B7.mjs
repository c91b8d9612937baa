/** B7: the second start on an installed and built checkout, beside a bare Nest application on the same database. */
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DATABASE, destroyEmbeddedServer, openEmbeddedServer } from '../src/kernel/embedded/index.js';
import { findInGroup, median, memoryOf, untilReady } from './support/run.mjs';

export const title = 'second start';
export const mark = 'ready in 5 s or less; resident memory of the node process 250 MB or less';

const LIMIT = { seconds: 5, megabytes: 250 };
const SETTLE_MS = 3_000;
const bare = fileURLToPath(new URL('./support/bare-nest.mjs', import.meta.url));

async function ours(dataDir) {
  const run = await untilReady('npm', ['start'], { env: { ...process.env, DATA_DIR: dataDir, PORT: '0' } });
  await pause(SETTLE_MS);
  const memory = memoryOf(findInGroup(run.pid, 'scripts/start.mjs'));
  await run.stop();
  return { seconds: run.seconds, megabytes: memory.resident, most: memory.most };
}

async function theirs(dataDir) {
  const database = await openEmbeddedServer({ dataDir, exclusive: false, database: DATABASE });
  try {
    const run = await untilReady(process.execPath, [bare, database.url()], { env: process.env });
    await pause(SETTLE_MS);
    const memory = memoryOf(run.pid);
    await run.stop();
    return { seconds: run.seconds, megabytes: memory.resident, most: memory.most };
  } finally {
    await database.close();
  }
}

function row(what, unit, mine, other, limit) {
  const [a, b] = [median(mine), median(other)];
  return {
    measured: what,
    ours: `${a.toFixed(2)} ${unit}`,
    'bare Nest + TypeORM': `${b.toFixed(2)} ${unit}`,
    ratio: (a / b).toFixed(2),
    runs: mine.length,
    mark: limit === null ? '' : `≤ ${limit} ${unit}`,
    ok: limit === null ? '' : a <= limit,
  };
}

export async function run({ quick, progress }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  chmodSync(dataDir, 0o755);
  try {
    progress('first start, which loads the demonstration …');
    await ours(dataDir);
    const [mine, other] = [[], []];
    for (let round = 1; round <= (quick ? 2 : 5); round += 1) {
      mine.push(await ours(dataDir));
      other.push(await theirs(dataDir));
      progress(`round ${round}: ours ${mine.at(-1).seconds.toFixed(2)} s, bare ${other.at(-1).seconds.toFixed(2)} s`);
    }
    const pick = (name) => [mine.map((one) => one[name]), other.map((one) => one[name])];
    return [
      row('npm start until ready, database and migrations included', 's', ...pick('seconds'), LIMIT.seconds),
      row('resident memory of the node process', 'MB', ...pick('megabytes'), LIMIT.megabytes),
      row('most resident memory it ever had', 'MB', ...pick('most'), null),
    ];
  } finally {
    destroyEmbeddedServer(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
