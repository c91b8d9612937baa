import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { Archive } from './archive.js';
import { SharedTexts } from './shared-texts.js';
import { SheetRows, type SheetRow } from './sheet-rows.js';
import { chooseSheet, readWorkbook } from './workbook.js';

/** What the parts of a workbook that are read may come to, unpacked: 200 000 rows of 12 columns are a quarter of it. */
const MAX_UNPACKED = 1024 * 1024 * 1024;

/** A record of a workbook: the number of its row, its cells, and these as they are kept. */
interface XlsxRecord extends SheetRow {
  raw: string;
}

/**
 * The records of a workbook that lies in a file: of the sheet of one of these names, else of its first. One after another,
 * in memory some at a time; nothing more is read while they are worked on. Beside the file another one stands meanwhile.
 * @throws Problem where it is no workbook that may be read
 */
export async function* readXlsx(
  path: string,
  sheetNames: readonly string[],
  maxUnpacked = MAX_UNPACKED,
): AsyncGenerator<XlsxRecord> {
  const archive = await Archive.open(path, maxUnpacked);
  let texts: SharedTexts | null = null;
  try {
    const workbook = await readWorkbook(archive);
    const { part } = chooseSheet(workbook, sheetNames);
    const spilled = join(dirname(path), randomUUID());
    if (workbook.texts !== null) texts = await SharedTexts.spill(archive, workbook.texts, spilled);
    const rows = new SheetRows(workbook, texts);
    for await (const _ of archive.walk(part, rows))
      for (const row of rows.take()) yield { ...row, raw: JSON.stringify(row.cells) };
  } finally {
    await texts?.close();
    await archive.close();
  }
}
