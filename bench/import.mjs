/** import: a file of generated notices by the command line, on an embedded PostgreSQL of its own. */
import { chmodSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DATABASE, destroyEmbeddedServer, openEmbeddedServer } from '../dist/src/kernel/embedded/index.js';
import { memoryOf } from './support/run.mjs';

export const title = 'import of notices';
export const mark = 'most resident memory with ten times the rows 1.25 × or less, rows/s 0.5 × or more';

const LIMIT = { memory: 1.25, speed: 0.5 };

/** A third are calls; the other two thirds are the result and the contract of the call before them. */
function rowOf(i) {
  const [kind, purchase] = [i % 3, Math.floor(i / 3)];
  const common = {
    id: `g-${i}`,
    category: 'elderly_home_care',
    method: 'negotiated_consultation',
    project_title: `居家养老服务项目${purchase}`,
    buyer: `采购人${purchase % 500}`,
    bidders: [],
    lots: [],
  };
  const price = 280_000 + (purchase % 20_000);
  const winner = `机构${purchase % 300}`;
  if (kind === 0)
    return {
      ...common,
      notice_type: 'tender',
      notice_date: '2022-11-01',
      bid_deadline: '2022-11-21T09:30',
      budget_yuan: 300_000,
      ceiling_price_yuan: 300_000,
    };
  if (kind === 1)
    return {
      ...common,
      notice_type: 'award',
      follows: `g-${i - 1}`,
      notice_date: '2022-12-01',
      award_date: '2022-11-25',
      winner,
      winning_price_yuan: price,
      bidders: [
        { name: winner, price_yuan: price },
        { name: `机构${(purchase + 1) % 300}`, price_yuan: price + 1_000 },
      ],
    };
  return {
    ...common,
    notice_type: 'contract',
    follows: `g-${i - 2}`,
    notice_date: '2022-12-20',
    contract_signed_date: '2022-12-15',
    winner,
    winning_price_yuan: price,
    service_start: '2023-01-01',
    service_end: '2023-12-31',
  };
}

async function write(path, count) {
  const file = createWriteStream(path);
  for (let i = 0; i < count; i += 1) if (!file.write(`${JSON.stringify(rowOf(i))}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}

/** The command itself, without npm between it and us. Its memory is asked for while it runs. */
async function importFile(server, dataDir, file, name, progress) {
  const began = performance.now();
  const child = spawn(process.execPath, ['dist/src/cli.js', 'import-notices', file, '--name', name, '--apply'], {
    env: {
      ...process.env,
      DATABASE_URL: server.applicationUrl(),
      MIGRATION_DATABASE_URL: server.url(),
      DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
  let most = 0;
  let over = false;
  void ended.then(() => (over = true));
  while (!over) {
    try {
      most = Math.max(most, memoryOf(child.pid).most);
    } catch {
      // it has just ended
    }
    await pause(200);
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`import-notices ended with ${code}:\n${errors}`);
  const figures = JSON.parse(output.trim().split('\n').at(-1));
  return { seconds: (performance.now() - began) / 1000, most, figures };
}

export async function run({ quick, progress }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  chmodSync(dataDir, 0o755);
  const server = await openEmbeddedServer({ dataDir, exclusive: true, database: DATABASE });
  try {
    const file = join(dataDir, 'notices.jsonl');
    const measure = async (count, name) => {
      await write(file, count);
      const one = await importFile(server, dataDir, file, name, progress);
      progress(`${name}: ${count} rows, ${one.seconds.toFixed(1)} s, ${one.most.toFixed(0)} MB`);
      if (one.figures.rejected > 0 || one.figures.rows !== count) throw new Error(JSON.stringify(one.figures));
      return { ...one, count, speed: count / one.seconds };
    };
    const many = quick ? 3_000 : 100_000;
    const few = await measure(many / 10, 'few');
    const whole = await measure(many, 'many');
    const again = await measure(many, 'many');
    if (again.figures.unchanged !== many) throw new Error(JSON.stringify(again.figures));
    const row = (measured, unit, mine, other, digits, limit, ok) => ({
      measured,
      [`${many} rows`]: `${mine.toFixed(digits)} ${unit}`,
      [`${many / 10} rows`]: `${other.toFixed(digits)} ${unit}`,
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
        'rows taken',
        'rows/s',
        whole.speed,
        few.speed,
        0,
        `≥ ${LIMIT.speed}`,
        whole.speed >= few.speed * LIMIT.speed,
      ),
      row('rows of a file that comes again', 'rows/s', again.speed, few.speed, 0, '', ''),
    ];
  } finally {
    await server.close();
    destroyEmbeddedServer(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
