import { isPartialDate } from '../../kernel/clock/partial-date.js';
import { momentFromImport } from '../../kernel/clock/moment.js';
import { isPlainDate } from '../../kernel/clock/plain-date.js';
import { EXTERNAL_ID } from '../../kernel/database/external-ids/external-ids.js';
import type { FieldError } from '../../kernel/errors/problem.js';
import type { BulkColumn, PlacedColumn } from './columns.js';
import { readMoney } from './money-cells.js';
import { cellFault, type CellValue, type ReadCell } from './read-cell.js';

/**
 * What a file has in a cell: text, a number of a workbook, a formula of one or what none came to, a date of which it shows but a
 * part, a number that it shows as another, a text that is one whatever it looks like, of JSON what no column holds, or nothing.
 */
export type RawCell =
  | string
  | number
  | null
  | { text: string }
  | { formula: string }
  | { error: string }
  | { odd: true }
  | { date: string }
  | { scaled: number };

const YEAR_FIRST = /^(\d{4})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})日?$/;
/** Behind a point a month has two digits: a spreadsheet that takes 2024.10 for a number writes 2024.1. */
const YEAR_MONTH = /^(\d{4})(?:[-/年]|\.(?!\d$))(\d{1,2})月?$/;
const YEAR_LAST = /^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})$/;
/** Begins as a formula does in a text file that was made by a spreadsheet. */
const FORMULA = /^=/;
/** What a spreadsheet writes in place of a value that it cannot compute. */
export const CELL_ERROR = /^#(?:DIV\/0!|N\/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA)$/i;

/** A text of a workbook is one: its formulas and errors are cells of other kinds. In a text file it may be what came of either. */
export const toTextCell = (text: string): RawCell => {
  const word = text.trim();
  return FORMULA.test(word) || CELL_ERROR.test(word) ? { text } : text;
};

/** A day of a workbook has come as one. A mere number may be any day: workbooks count from 1900 or from 1904. */
function readDay(raw: string | number): ReadCell {
  if (typeof raw === 'number') return { fault: 'not_date' };
  if (YEAR_LAST.test(raw)) return { fault: 'ambiguous_date' };
  const [, year = '', , month = '', day = ''] = YEAR_FIRST.exec(raw) ?? [];
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isPlainDate(value) ? { value } : { fault: 'not_date' };
}

function readInteger(raw: string | number): ReadCell {
  const value = typeof raw === 'number' ? raw : /^-?\d{1,15}$/.test(raw) ? Number(raw) : Number.NaN;
  return Number.isSafeInteger(value) ? { value } : { fault: 'not_integer' };
}

function readDate(raw: string | number): ReadCell {
  if (typeof raw === 'string' && isPartialDate(raw)) return { value: raw };
  const [, year, month = ''] = (typeof raw === 'string' && YEAR_MONTH.exec(raw)) || [];
  return year === undefined ? readDay(raw) : readDate(`${year}-${month.padStart(2, '0')}`);
}

/** A time without an offset is that of Shanghai. */
function readMoment(raw: string | number): ReadCell {
  const moment = momentFromImport(raw);
  return moment === null ? readDate(raw) : { value: moment };
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', '是', '1'].map((word) => [word, true] as const),
  ...['false', 'no', '否', '0'].map((word) => [word, false] as const),
]);
const BETWEEN_ITEMS = /[;；、\n]/;

function readFlag(raw: string | number): ReadCell {
  const value = FLAGS.get(String(raw).toLowerCase());
  return value === undefined ? { fault: 'not_flag' } : { value };
}

/** The code that a column's word stands for; a word of two codes stands for none. */
const codesByWord = new WeakMap<object, ReadonlyMap<string, string | null>>();
function findCode(words: Readonly<Record<string, string>>, word: string): string | null {
  let known = codesByWord.get(words);
  if (known === undefined) {
    const made = new Map<string, string | null>();
    for (const [code, each] of Object.entries(words)) made.set(each, made.has(each) ? null : code);
    codesByWord.set(words, made);
    known = made;
  }
  return Object.hasOwn(words, word) ? null : (known.get(word) ?? null);
}

/** Codes in place of the words that our own Chinese tables write for them. */
function readWords({ words, otherWords = {} }: BulkColumn, read: ReadCell): ReadCell {
  if (words === undefined || 'fault' in read) return read;
  const { value } = read;
  const toCode = (word: string) =>
    findCode(words, word) ?? (Object.hasOwn(otherWords, word) ? otherWords[word] : undefined) ?? word;
  if (typeof value === 'string') return { value: toCode(value) };
  return Array.isArray(value) ? { value: value.map(toCode) } : read;
}

const readText = (raw: string | number): ReadCell => (typeof raw === 'string' ? { value: raw } : { fault: 'not_text' });

/** The ids of a row of our own tables are a list of objects, as JSON. One is what the row is called; of several none is. */
function readExportedId(text: string): string {
  if (!text.startsWith('[{')) return text;
  try {
    const [only, ...more] = JSON.parse(text) as { system?: unknown; id?: unknown }[];
    return more.length === 0 ? `${String(only?.system)}:${String(only?.id)}` : text;
  } catch {
    return text;
  }
}

function readExternalId(raw: string | number): ReadCell {
  const text = typeof raw === 'string' ? readExportedId(raw) : '';
  return EXTERNAL_ID.test(text) ? { value: text } : { fault: 'not_external_id' };
}

function readList(raw: string | number): ReadCell {
  const items = typeof raw === 'string' ? raw.split(BETWEEN_ITEMS).map((item) => item.trim()) : [];
  return typeof raw === 'string' ? { value: items.filter((item) => item !== '') } : { fault: 'not_text' };
}

const READERS: Readonly<Record<Exclude<BulkColumn['type'], 'money'>, (raw: string | number) => ReadCell>> = {
  day: readDay,
  date: readDate,
  moment: readMoment,
  integer: readInteger,
  flag: readFlag,
  list: readList,
  text: readText,
  external_id: readExternalId,
};

const HOLD_DATES: ReadonlySet<string> = new Set(['day', 'date', 'moment']);

/** A part of a date says something under a column of dates alone: a year is no count, and a day of no year no text. */
function readShownDate({ type }: BulkColumn, date: string): ReadCell {
  if (type === 'money') return { fault: 'not_money' };
  return READERS[type](HOLD_DATES.has(type) ? date : Number.NaN);
}

function readPlain({ column, unit }: PlacedColumn, raw: string | number | null): ReadCell {
  if (raw === null || raw === '') return column.required ? { fault: 'required' } : { value: null };
  if (column.type === 'money') return readMoney(raw, unit);
  return readWords(column, READERS[column.type](raw));
}

/** Reads a cell by what its column holds; nothing is guessed. */
export function readCell({ column, unit }: PlacedColumn, cell: RawCell): ReadCell {
  if (typeof cell === 'object' && cell !== null) {
    if ('text' in cell) return readPlain({ column, unit }, cell.text.trim());
    if ('date' in cell) return readShownDate(column, cell.date);
    // Which of the two is meant, the number or what is shown, only who wrote it knows.
    if ('scaled' in cell)
      return column.type === 'money' ? { fault: 'other_unit' } : readPlain({ column, unit }, cell.scaled);
    if ('odd' in cell) return column.type === 'money' ? { fault: 'not_money' } : READERS[column.type](Number.NaN);
    return { fault: 'error' in cell ? 'cell_error' : 'formula' };
  }
  const raw = typeof cell === 'string' ? cell.trim() : cell;
  if (typeof raw === 'string' && FORMULA.test(raw)) return { fault: 'formula' };
  if (typeof raw === 'string' && CELL_ERROR.test(raw)) return { fault: 'cell_error' };
  return readPlain({ column, unit }, raw);
}

/** A row by the keys of its columns, with every fault of its cells. */
export function readRow(
  columns: readonly PlacedColumn[],
  cells: readonly RawCell[],
): { row: Record<string, CellValue | null>; errors: FieldError[] } {
  const row: Record<string, CellValue | null> = {};
  const errors: FieldError[] = [];
  for (const [i, placed] of columns.entries()) {
    const read = readCell(placed, cells[i] ?? null);
    if ('value' in read) row[placed.column.key] = read.value;
    else errors.push(cellFault(`/${placed.column.key}`, read.fault));
  }
  return { row, errors };
}
