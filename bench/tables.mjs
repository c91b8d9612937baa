/** tables: most resident memory of a process that writes or reads a table of 200 000 rows, beside that with a tenth of them. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const MOST = 1.25;
export const title = 'tables of 200 000 rows and 12 columns';
export const mark = `most resident memory at most ${MOST} × that with a tenth of the rows`;

const CHILD = new URL('support/table-child.mjs', import.meta.url).pathname;
/** What is done, with which file, and whether it is measured. */
const TASKS = [
  ['write xlsx', 'inline.xlsx', 'XLSX written'],
  ['read xlsx', 'inline.xlsx', 'XLSX read, as it was written'],
  ['write shared', 'shared.xlsx', null],
  ['read xlsx', 'shared.xlsx', 'XLSX read, with shared texts'],
  ['write csv', 'rows.csv', 'CSV written'],
  ['read csv', 'rows.csv', 'CSV read'],
];

export async function run({ quick, progress }) {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const sizes = quick ? [2_000, 20_000] : [20_000, 200_000];
  try {
    const rows = [];
    for (const [task, file, measured] of TASKS) {
      const found = [];
      for (const size of sizes) {
        const { stdout } = await promisify(execFile)(process.execPath, [
          CHILD,
          task,
          join(folder, `${size}-${file}`),
          String(size),
        ]);
        found.push(JSON.parse(stdout));
        progress(`${task} ${file}, ${size} rows: ${stdout}`);
      }
      if (measured === null) continue;
      const [less, more] = found;
      const ratio = more.megabytes / less.megabytes;
      rows.push({
        measured,
        [`${sizes[1]} rows`]: `${more.megabytes.toFixed(0)} MB, ${more.seconds.toFixed(1)} s`,
        [`${sizes[0]} rows`]: `${less.megabytes.toFixed(0)} MB`,
        ratio: ratio.toFixed(2),
        mark: `≤ ${MOST}`,
        ok: ratio <= MOST,
      });
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
