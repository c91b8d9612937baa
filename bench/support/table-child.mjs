/** Writes or reads one table of twelve columns, as the product's process does: with all of it loaded. Prints the most memory that it took. */
import { writeXlsxStream } from 'hucre/xlsx';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as giveWay } from 'node:timers/promises';
import '../../scripts/lib/load-ts.mjs';

await import('../../src/app.module.js');
const { readCsv } = await import('../../src/imports/bulk/csv-reader.js');
const { collectGarbage } = await import('../../src/imports/rows/collect-garbage.js');
const { holdHeap } = await import('../../src/imports/rows/hold-heap.js');
const { readXlsx } = await import('../../src/imports/bulk/xlsx/xlsx-reader.js');
const { writeCsv } = await import('../../src/kernel/http/tables/csv.js');
const { writeXlsx } = await import('../../src/kernel/http/tables/xlsx.js');

const COLUMNS = Array.from({ length: 12 }, (_, i) => ({
  path: [`c${i}`],
  kind: i < 8 ? 'text' : i < 10 ? 'number' : 'yuan',
}));
const HEADINGS = COLUMNS.map(({ path }) => path[0]);
const PAGE = 200;

const makeItem = (row) =>
  Object.fromEntries(
    COLUMNS.map(({ kind }, i) => [
      `c${i}`,
      kind === 'text' ? `第 ${row} 行，栏 ${i}` : kind === 'number' ? row * i : `${row}.50`,
    ]),
  );

async function* listPages(rows) {
  for (let from = 0; from < rows; from += PAGE) {
    await giveWay();
    yield Array.from({ length: Math.min(PAGE, rows - from) }, (_, i) => makeItem(from + i));
  }
}

async function* listRows(rows) {
  for await (const page of listPages(rows)) for (const item of page) yield Object.values(item);
}

const TASKS = {
  'write xlsx': (path, rows) =>
    pipeline(writeXlsx('rows', HEADINGS, COLUMNS, listPages(rows)), createWriteStream(path)),
  'write csv': (path, rows) =>
    pipeline(Readable.from(writeCsv(HEADINGS, COLUMNS, listPages(rows))), createWriteStream(path)),
  /** As spreadsheets do: every text once, in a part of its own. Of no interest for what it takes. */
  'write shared': (path, rows) =>
    pipeline(
      Readable.fromWeb(
        writeXlsxStream(listRows(rows), {
          name: 'rows',
          columns: HEADINGS.map((header) => ({ header })),
          inlineStrings: false,
        }),
      ),
      createWriteStream(path),
    ),
  'read xlsx': (path, rows) => count(readXlsx(path, []), rows),
  'read csv': (path, rows) => count(readCsv(createReadStream(path)), rows),
};

/** Records after which what a file leaves behind is collected once, as where it is received (`storeLines`). */
const SETTLED = 5_000;

/** Takes the records as a file is received: no faster than a hundred at a time are worked on, and its heap held. */
const count = (records, rows) => holdHeap(() => countRecords(records, rows));

async function countRecords(records, rows) {
  let met = 0;
  for await (const { cells } of records) {
    if (cells.length !== COLUMNS.length) throw new Error(`a record of ${cells.length} cells`);
    if (met++ % 100 === 0) await giveWay();
    if (met === SETTLED) collectGarbage();
  }
  if (met !== rows + 1) throw new Error(`${met} records of ${rows} rows`);
}

const [task, path, rows] = process.argv.slice(2);
const began = performance.now();
await TASKS[task](path, Number(rows));
const seconds = (performance.now() - began) / 1000;
process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
