import { writeXlsxStream } from 'hucre/xlsx';
import { Readable } from 'node:stream';
import { toCell, type Cell, type Column } from './columns.js';

/** The longest text that a cell may hold; more is cut, and ends in a sign that says so. */
const MAX_TEXT = 32_767;
const CUT = '…';
/** A cell's number is exact up to fifteen digits. */
const EXACT_YUAN = /^-?(?=\d[\d.]{0,15}$)\d{1,13}\.\d{2}$/;
const YUAN_FORMAT = '0.00';

/** Two code points that no XML may hold (XML 1.0, 2.2). */
const NO_XML = /[\ufffe\uffff]/g;
/** Reads as an escaped character where it stands in a workbook (ECMA-376, 22.4.2.4), so that its first sign is escaped itself. */
const LIKE_ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g;

function toXlsxCell(cell: Cell, { kind }: Column): Cell {
  if (typeof cell !== 'string') return cell;
  if (kind === 'yuan' && EXACT_YUAN.test(cell)) return Number(cell);
  const text = cell.replace(NO_XML, '\ufffd').replace(LIKE_ESCAPE, '_x005F_');
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - CUT.length).toWellFormed()}${CUT}` : text;
}

async function* listRows(columns: readonly Column[], pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<Cell[]> {
  for await (const items of pages)
    for (const item of items) yield columns.map((column) => toXlsxCell(toCell(item, column), column));
}

/**
 * A workbook that is written while its rows are read. A text is always a cell of text, so that no formula can arise; what a
 * sheet cannot hold goes on in the next one, below the same headings. Of the package only what streams is used.
 */
export function writeXlsx(
  name: string,
  headings: readonly string[],
  columns: readonly Column[],
  pages: AsyncIterable<readonly unknown[]>,
): Readable {
  const stream = writeXlsxStream(listRows(columns, pages), {
    name: name.slice(0, 31),
    columns: columns.map(({ kind }, i) => ({
      header: headings[i] ?? '',
      ...(kind === 'yuan' && { numFmt: YUAN_FORMAT }),
    })),
    freezePane: { rows: 1 },
  });
  return Readable.fromWeb(stream);
}
