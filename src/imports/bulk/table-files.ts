import { escapePointer, parseJson } from '../../kernel/http/body.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import type { GivenLine } from '../import-lines.js';
import { readLines } from '../notices/lines.js';
import type { BulkKindName, FileType } from './bulk-kind-names.js';
import type { BulkKind } from './bulk-kind.js';
import type { RawCell } from './cells.js';
import { placeColumns, type BulkColumn, type HeadingFault, type KeptHeading } from './columns.js';
import { readCsv } from './csv-reader.js';
import { readXlsx } from './xlsx/xlsx-reader.js';
import faults from './heading-faults.json' with { type: 'json' };

const TEXTS: Readonly<Record<HeadingFault['code'], Text>> = faults;

/** Which file it is: of what, in which form, and where a workbook lies, of whose sheets one may be named like the kind. */
interface TableFile {
  kind: BulkKindName;
  fileType: FileType;
  maxBytes: number;
  path: string;
}

/** A record of a table, its text or cells as they are kept. */
interface TableRecord {
  line: number;
  cells: RawCell[];
  raw: string;
}

/** The records of a table, its headings first. A workbook keeps the cells of each as JSON. */
const readRecords = (file: AsyncIterable<Buffer>, { fileType, path, kind }: TableFile): AsyncGenerator<TableRecord> =>
  fileType === 'xlsx' ? readXlsx(path, [kind]) : readCsv(file);

/** What the first record says of the columns. @throws Problem where one is not of the template, or stands there twice */
function readHeadings(columns: readonly BulkColumn[], cells: readonly RawCell[], list?: string): KeptHeading[] {
  const placed = placeColumns(
    columns,
    cells.map((cell) => (typeof cell === 'string' ? cell : '')),
    list,
  );
  if (placed.faults.length > 0)
    throw new Problem('validation_failed', {
      errors: placed.faults.map(({ code, heading }) => ({
        pointer: `/${escapePointer(heading)}`,
        code,
        text: TEXTS[code],
      })),
    });
  return placed.columns.map(({ column: { key }, unit }) => ({ key, unit }));
}

/** The columns that say which object a row is of, where others of it are taken with it; not the one that rows may leave out. */
const listKeyColumns = ({ joins, entry = [], unsaid }: BulkKind): readonly string[] =>
  joins === undefined ? entry.filter((key) => key !== unsaid?.column) : ['externalId'];

/** What these cells say together; null where the last one says nothing. Of a text that nothing holds there is none. */
function toKey(cells: readonly unknown[]): string | null {
  const texts = cells.map((cell) => (['string', 'number'].includes(typeof cell) ? String(cell).trim() : ''));
  const last = texts.at(-1) ?? '';
  if (last === '' || texts.some((text) => text.includes('\0'))) return null;
  return texts.length === 1 ? last : JSON.stringify(texts);
}

/** With what a line is taken together. */
function findKey(raw: Buffer, columns: readonly string[]): string | null {
  try {
    const row = parseJson(raw) as Record<string, unknown>;
    return toKey(columns.map((key) => row[key]));
  } catch {
    return null;
  }
}

async function* readObjects(
  file: AsyncIterable<Buffer>,
  maxBytes: number,
  keys: readonly string[],
): AsyncGenerator<GivenLine> {
  for await (const line of readLines(file, maxBytes))
    yield { ...line, key: keys.length > 0 ? findKey(line.raw, keys) : null };
}

async function* readRows(records: AsyncGenerator<TableRecord>, keysAt: readonly number[]): AsyncGenerator<GivenLine> {
  for await (const { line, cells, raw } of records)
    yield { line, raw: Buffer.from(raw), key: toKey(keysAt.map((at) => cells[at])) };
}

/** The lines of a file of rows, and the columns that it has where it is a table. Rows that make one request have one key. */
export async function readTableFile(
  kind: BulkKind,
  file: AsyncIterable<Buffer>,
  given: TableFile,
): Promise<{ headings: KeptHeading[] | null; lines: AsyncIterable<GivenLine>; close: () => Promise<unknown> }> {
  const { columns, list } = kind;
  const keys = listKeyColumns(kind);
  if (given.fileType === 'ndjson') {
    const lines = readObjects(file, given.maxBytes, keys);
    return { headings: null, lines, close: () => lines.return(undefined) };
  }
  const records = readRecords(file, given);
  const close = () => records.return(undefined);
  try {
    const first = await records.next();
    const headings = readHeadings(columns, first.done ? [] : first.value.cells, list);
    const keysAt = keys.map((column) => headings.findIndex(({ key }) => key === column));
    return { headings, lines: readRows(records, keysAt), close };
  } catch (error) {
    await close();
    throw error;
  }
}
