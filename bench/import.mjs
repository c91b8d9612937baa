/** import: a file of generated notices by the command line, on an embedded PostgreSQL of its own. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { compareImports } from './support/import-file.mjs';
import { noticeOf } from './support/notice-rows.mjs';

export const title = 'import of notices';
export const mark = 'most resident memory with ten times the rows 1.25 × or less, rows/s 0.5 × or more';

async function write(path, count) {
  const file = createWriteStream(path);
  for (let i = 0; i < count; i += 1) if (!file.write(`${JSON.stringify(noticeOf(i))}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}

export const run = ({ quick, progress }) =>
  compareImports({ many: quick ? 3_000 : 100_000, unit: 'rows', fileName: 'notices.jsonl', write, progress });
