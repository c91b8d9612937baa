import type { Cell, Column } from './columns.js';
import { toCell } from './columns.js';

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const GUARD = "'";
const NUMBER = /^-\d+(\.\d+)?$/;

/** Apostrophes that a text has of its own before such a sign are kept by one more. */
const isGuarded = (text: string): boolean => FORMULA.test(text.replace(/^'+/, '')) && !NUMBER.test(text);

/** The text of a cell as it was before `formatCsvCell` led it by an apostrophe. */
export const unguardCsvCell = (text: string): string =>
  text.startsWith(GUARD) && isGuarded(text.slice(GUARD.length)) ? text.slice(GUARD.length) : text;

/** RFC 4180. A text that a spreadsheet would take for a formula is led by an apostrophe; a negative amount is none. */
export function formatCsvCell(cell: Cell): string {
  if (cell === null) return '';
  const text = typeof cell === 'string' && isGuarded(cell) ? `${GUARD}${cell}` : String(cell);
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
