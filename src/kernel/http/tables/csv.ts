import type { Cell, Column } from './columns.js';
import { toCell } from './columns.js';

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-\d+(\.\d+)?$/;

/** RFC 4180. A text that a spreadsheet would take for a formula is led by an apostrophe; a negative amount is none. */
export function formatCsvCell(cell: Cell): string {
  if (cell === null) return '';
  const isFormula = typeof cell === 'string' && FORMULA.test(cell) && !NUMBER.test(cell);
  const text = isFormula ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const formatLine = (cells: readonly Cell[]): string => `${cells.map(formatCsvCell).join(',')}\r\n`;

/** With a byte order mark: without it spreadsheets read Chinese text in a code page of their own. */
export async function* writeCsv(
  headings: readonly string[],
  columns: readonly Column[],
  pages: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string> {
  yield `\uFEFF${formatLine(headings)}`;
  for await (const items of pages)
    yield items.map((item) => formatLine(columns.map((column) => toCell(item, column)))).join('');
}
