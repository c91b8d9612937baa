/**
 * `npm run bench -- B6 [--seed=N] [--quick]`: a file of compiled releases screened by `screen`, beside `JSON.parse` alone on the
 * same file with as many threads, turn by turn; in ASCII and in Chinese, with one thread and with as many as there are cores.
 */
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { screenSource } from '../src/opendata/screening/screen-file.js';
import { DEFAULT_SCREENING } from '../src/opendata/screening/settings-file.rules.js';
import { writeReport } from '../src/opendata/screening/write-report.js';
import { writeOcdsFile } from './support/ocds-file.mjs';
import { median } from './support/run.mjs';

const LEAST = 0.6;
const RELEASES = { quick: 20_000, full: 100_000 };
const ROUNDS = { quick: 3, full: 7 };
const PIECE = 1024 * 1024;

export const title = 'screening of an OCDS file';
export const mark = `at least ${LEAST} of the records/s of JSON.parse alone, same file and threads`;

/** Seconds of nothing but parsing, with the start of its threads. */
async function parseAlone(path, threads) {
  const began = performance.now();
  const { size } = statSync(path);
  const share = Math.ceil(size / threads);
  const workers = Array.from({ length: threads }, (_, n) => {
    const workerData = { path, from: n * share, to: Math.min(size, (n + 1) * share) };
    return new Worker(new URL('support/parse-alone.mjs', import.meta.url), { workerData });
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const counts = workers.map((worker) => once(worker, 'message'));
  for (const worker of workers) worker.postMessage('go');
  const parsed = (await Promise.all(counts)).reduce((sum, [count]) => sum + count, 0);
  const seconds = (performance.now() - began) / 1_000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { seconds, parsed };
}

/** Seconds of a whole screening, with the start of its threads and its report. */
async function screen(path, threads) {
  const began = performance.now();
  const source = createReadStream(path, { highWaterMark: PIECE });
  const screening = await screenSource(source, { settings: DEFAULT_SCREENING, threads });
  let written = 0;
  for (const text of writeReport(screening, 'json')) written += text.length;
  screening.gathering.close();
  return { seconds: (performance.now() - began) / 1_000, written, ...screening.report.count() };
}

async function compare(path, { language, threads, rounds, releases }) {
  const [alone, screened] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const parsed = await parseAlone(path, threads);
    const done = await screen(path, threads);
    if (parsed.parsed !== releases || done.read !== releases) throw new Error(`${parsed.parsed} and ${done.read} of ${releases} were read`); // prettier-ignore
    alone.push(parsed.seconds);
    screened.push(done.seconds);
  }
  const ratio = median(alone.map((seconds, n) => seconds / screened[n]));
  const rate = (seconds) => `${Math.round(releases / median(seconds))} /s`;
  return {
    file: `${language}, ${(statSync(path).size / releases / 1024).toFixed(1)} KB a release, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    'screened, report included': rate(screened),
    'JSON.parse alone': rate(alone),
    ratio: ratio.toFixed(2),
    'Cardinal 0.0.8, two cores, measured elsewhere': threads === 2 ? '60 000–70 000 /s' : '–',
    mark: `≥ ${LEAST}`,
    ok: ratio >= LEAST,
  };
}

export async function run({ quick, progress }) {
  const seed = Number(process.argv.find((arg) => arg.startsWith('--seed='))?.slice(7) ?? 6);
  const [releases, rounds] = quick ? [RELEASES.quick, ROUNDS.quick] : [RELEASES.full, ROUNDS.full];
  const folder = mkdtempSync(join(tmpdir(), 'screening-bench-'));
  const rows = [];
  try {
    for (const language of ['english', 'chinese']) {
      const path = join(folder, `${language}.jsonl`);
      progress(`${releases} releases, ${language}, seed ${seed} …`);
      writeOcdsFile(path, { releases, seed, language });
      for (const threads of new Set([1, availableParallelism()]))
        rows.push(await compare(path, { language, threads, rounds, releases }));
      rmSync(path);
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
