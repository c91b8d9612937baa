import { unguardCsvCell } from '../../kernel/http/tables/csv.js';
import { parseJson } from '../../kernel/http/body.js';
import type { FieldError } from '../../kernel/errors/problem.js';
import { isJsonObject, type JsonObject } from '../notices/notice-row-reader.js';
import { toRowFaults } from '../notices/notice-row-parser.js';
import type { FileType } from './bulk-kind-names.js';
import { CELL_ERROR, readCell, type RawCell } from './cells.js';
import { cellFault, type CellValue } from './read-cell.js';
import type { BulkColumn, KeptHeading, PlacedColumn } from './columns.js';
import { parseCsvRecord } from './csv-reader.js';

/** One value of a row: where it stands in the request, and in the row. */
export interface SaidValue {
  at: string;
  pointer: string;
  value: CellValue;
  column: BulkColumn;
}
/** A row as read, with every fault of its cells. */
export interface ReadRow {
  line: number;
  /** Its external id, or what says which it is. */
  id: string | null;
  said: SaidValue[];
  errors: FieldError[];
}
/** Of a kind of rows, what its cells are read by. */
interface Columns {
  columns: readonly BulkColumn[];
  joins?: string;
}

const getPlace = (column: BulkColumn): string => column.at ?? `/${column.key}`;

/** Columns of a list's part, by the names they have in a part that stands in a list: `lotCeiling` is `ceiling`. */
const isOfPart = (column: BulkColumn, joins: string): boolean => getPlace(column).startsWith(`/${joins}/0/`);
const toPartKey = (column: BulkColumn, joins: string): string => {
  const key = column.key.slice(joins.length - 1);
  return key.slice(0, 1).toLowerCase() + key.slice(1);
};

/** Collects what the cells of a row say. */
class RowReading {
  readonly said: SaidValue[] = [];
  readonly errors: FieldError[] = [];

  take(placed: PlacedColumn, cell: RawCell, pointer: string, at = getPlace(placed.column)): void {
    const read = readCell(placed, cell);
    if ('fault' in read) this.errors.push(cellFault(pointer, read.fault));
    else if (read.value !== null) this.said.push({ at, pointer, value: read.value, column: placed.column });
  }

  takeObject(
    object: JsonObject,
    columns: ReadonlyMap<string, BulkColumn>,
    base: { pointer: string; at?: string },
  ): void {
    for (const [key, value] of Object.entries(object)) {
      const pointer = `${base.pointer}/${key}`;
      const column = columns.get(key);
      if (column === undefined) this.errors.push(cellFault(pointer, 'unknown_field'));
      else
        this.take(
          place(column),
          toRawCell(column, value),
          pointer,
          base.at && getPlace(column).replace('/0/', base.at),
        );
    }
    for (const [key, column] of columns)
      if (column.required && !(key in object)) this.errors.push(cellFault(`${base.pointer}/${key}`, 'required'));
  }
}

const place = (column: BulkColumn): PlacedColumn => ({ column, unit: column.type === 'money' ? 'yuan' : null });

/** Days of a workbook are numbers; those of JSON are text. No spreadsheet wrote JSON: what looks like its error is a text. */
function toRawCell({ type }: BulkColumn, value: unknown): RawCell {
  if (value === null || value === undefined || typeof value === 'string')
    return typeof value === 'string' && CELL_ERROR.test(value.trim()) ? { text: value } : (value ?? null);
  if (type === 'list' && Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value.join(';');
  if (type === 'flag' && typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return type === 'day' || type === 'date' ? String(value) : value;
  return { odd: true };
}

function readObject(raw: Buffer, { columns, joins }: Columns): RowReading {
  const reading = new RowReading();
  let object: unknown;
  try {
    object = parseJson(raw);
  } catch (problem) {
    reading.errors.push(...toRowFaults(problem));
    return reading;
  }
  if (!isJsonObject(object)) {
    reading.errors.push(cellFault('', 'not_an_object'));
    return reading;
  }
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const { [joins ?? '']: parts, ...row } = object;
  if (joins === undefined || parts === undefined) {
    reading.takeObject(object, byKey, { pointer: '' });
    return reading;
  }
  reading.takeObject(row, byKey, { pointer: '' });
  if (!Array.isArray(parts) || !parts.every(isJsonObject)) {
    reading.errors.push(cellFault(`/${joins}`, 'not_list'));
    return reading;
  }
  const ofPart = columns.filter((column) => isOfPart(column, joins));
  const byPartKey = new Map(ofPart.map((column) => [toPartKey(column, joins), column]));
  for (const [i, part] of parts.entries())
    reading.takeObject(part, byPartKey, { pointer: `/${joins}/${i}`, at: `/${i}/` });
  return reading;
}

/** Tables are not held to it when they come in, as JSON is. */
function isStorable(cell: RawCell): boolean {
  const text = typeof cell === 'object' && cell !== null && 'text' in cell ? cell.text : cell;
  return typeof text !== 'string' || (text.isWellFormed() && !text.includes('\0'));
}

function readTable(
  cells: readonly RawCell[],
  columns: readonly BulkColumn[],
  headings: readonly KeptHeading[],
): RowReading {
  const reading = new RowReading();
  const byKey = new Map(columns.map((column) => [column.key, column]));
  for (const [i, { key, unit }] of headings.entries()) {
    const column = byKey.get(key);
    const cell = cells[i] ?? null;
    if (!isStorable(cell)) reading.errors.push(cellFault(`/${key}`, 'not_storable'));
    else if (column) reading.take({ column, unit }, cell, `/${key}`);
  }
  // An amount with a comma that nobody quoted is two cells.
  if (cells.slice(headings.length).some((cell) => cell !== null && cell !== ''))
    reading.errors.push(cellFault('', 'beyond_headings'));
  return reading;
}

/** Our own text tables guard what a spreadsheet would calculate; other files have no such guard to be taken off. */
const readCsvCell = (cell: string): RawCell => {
  const text = unguardCsvCell(cell);
  return text === cell ? cell : { text };
};

/** Cells of a line as it is kept: of a text file its text, of a workbook a list. */
const readCells = (fileType: FileType, raw: Buffer): RawCell[] =>
  fileType === 'csv'
    ? parseCsvRecord(raw.toString('utf8')).map(readCsvCell)
    : (JSON.parse(raw.toString('utf8')) as RawCell[]);

/** Reads a line of a file as it was received. */
export function readRow(
  kind: Columns,
  { fileType, headings }: { fileType: FileType; headings: readonly KeptHeading[] | null },
  { line, raw }: { line: number; raw: Buffer },
): ReadRow {
  const { said, errors } =
    headings === null ? readObject(raw, kind) : readTable(readCells(fileType, raw), kind.columns, headings);
  const id = said.find(({ column }) => column.type === 'external_id')?.value;
  return { line, id: typeof id === 'string' ? id : null, said, errors };
}
