import { fromEpochDay, isPlainDate } from '../../kernel/clock/plain-date.js';
import type { FieldError } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import { formatYuan, isWanYuan, isYuan, parseWanYuan, parseYuan } from '../../kernel/money/money.js';
import type { PlacedColumn } from './columns.js';
import texts from './cell-faults.json' with { type: 'json' };

type CellFault = keyof typeof texts;
const TEXTS: Readonly<Record<CellFault, Text>> = texts;

/** What a file has in a cell: text, a number of a workbook, a formula of one, or nothing. */
export type RawCell = string | number | null | { formula: string };

/** What a cell says: a value, nothing, or a fault. */
export type ReadCell = { value: string | number | null } | { fault: CellFault };

const YEAR_FIRST = /^(\d{4})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})日?$/;
const YEAR_LAST = /^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})$/;
/** Begins as a formula does in a text file that was made by a spreadsheet. */
const FORMULA = /^=/;
const NAMES_UNIT = /[元万¥￥]|yuan|rmb|cny/i;

/** Day 60 of a workbook is a 29 February 1900 that never was: serials count from 1 March 1900. */
const FIRST_SERIAL = 61;
const LAST_SERIAL = 2_958_465;
const SERIAL_OF_1970 = 25_569;

function readDay(raw: string | number): ReadCell {
  if (typeof raw === 'number')
    return Number.isInteger(raw) && raw >= FIRST_SERIAL && raw <= LAST_SERIAL
      ? { value: fromEpochDay(raw - SERIAL_OF_1970) }
      : { fault: 'not_date' };
  if (YEAR_LAST.test(raw)) return { fault: 'ambiguous_date' };
  const [, year = '', , month = '', day = ''] = YEAR_FIRST.exec(raw) ?? [];
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isPlainDate(value) ? { value } : { fault: 'not_date' };
}

function readMoney(raw: string | number, unit: PlacedColumn['unit']): ReadCell {
  const text = String(raw);
  if (NAMES_UNIT.test(text)) return { fault: 'other_unit' };
  if (unit === 'yuan' && isYuan(text)) return { value: formatYuan(parseYuan(text)) };
  if (unit === 'wan' && isWanYuan(text)) return { value: formatYuan(parseWanYuan(text)) };
  return { fault: 'not_money' };
}

function readInteger(raw: string | number): ReadCell {
  const value = typeof raw === 'number' ? raw : /^-?\d{1,15}$/.test(raw) ? Number(raw) : Number.NaN;
  return Number.isSafeInteger(value) ? { value } : { fault: 'not_integer' };
}

/** Reads a cell by what its column holds; nothing is guessed. */
export function readCell({ column, unit }: PlacedColumn, cell: RawCell): ReadCell {
  if (typeof cell === 'object' && cell !== null) return { fault: 'formula' };
  const raw = typeof cell === 'string' ? cell.trim() : cell;
  if (raw === null || raw === '') return column.required ? { fault: 'required' } : { value: null };
  if (typeof raw === 'string' && FORMULA.test(raw)) return { fault: 'formula' };
  switch (column.type) {
    case 'day':
      return readDay(raw);
    case 'money':
      return readMoney(raw, unit);
    case 'integer':
      return readInteger(raw);
    case 'text':
      return typeof raw === 'string' ? { value: raw } : { fault: 'not_text' };
  }
}

/** A row by the keys of its columns, with every fault of its cells. */
export function readRow(
  columns: readonly PlacedColumn[],
  cells: readonly RawCell[],
): { row: Record<string, string | number | null>; errors: FieldError[] } {
  const row: Record<string, string | number | null> = {};
  const errors: FieldError[] = [];
  for (const [i, placed] of columns.entries()) {
    const read = readCell(placed, cells[i] ?? null);
    if ('value' in read) row[placed.column.key] = read.value;
    else errors.push({ pointer: `/${placed.column.key}`, code: read.fault, text: TEXTS[read.fault] });
  }
  return { row, errors };
}
