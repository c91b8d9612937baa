import { fromEpochDay, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { toTextCell, type RawCell } from '../cells.js';
import type { ShownDate } from './number-styles.js';
import type { SharedTexts } from './shared-texts.js';
import { TextBuilder } from './text-builder.js';
import type { Workbook } from './workbook.js';
import { createWorkbookProblem } from './workbook-problem.js';
import type { Attributes, XmlHandler } from './xml-reader.js';

/** A row with something in it: its number on the sheet, from 1, and its cells from the first column on. */
export interface SheetRow {
  line: number;
  cells: RawCell[];
}

/** Columns of a sheet that are read, and characters of one row; a template has some dozens and some hundreds. */
const MAX_COLUMNS = 512;
/** Rows that a sheet can have. */
const MAX_ROWS = 1_048_576;
const MAX_CHARACTERS = 1024 * 1024;

/** Days are counted from 1900 as if that had been a leap year, so the first that is sure is 1 March; or four years later. */
const FIRST_SERIAL = 61;
const LAST_SERIAL = 2_958_465;
const SERIAL_OF_1970 = 25_569;
const SERIAL_OF_1904 = 1462;

/** The number of a column by its letters, from 0; -1 for none. */
function toColumn(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

/**
 * A date as far as its cell shows it. Who types a month, or a day of no year, is given by the spreadsheet a first day, or the
 * current year, which nobody said. What shows no year (`--11-03`) no column takes.
 */
function cutDate(date: PlainDate, shown: ShownDate): RawCell {
  if (shown === 'day') return date;
  return { date: shown === 'no_year' ? `-${date.slice(4)}` : date.slice(0, { month: 7, year: 4 }[shown]) };
}

interface OpenCell {
  column: number;
  type: string;
  style: number;
  value: string;
  formula: string | null;
}

/** Puts the rows of a sheet together while it is read. */
export class SheetRows implements XmlHandler {
  private rows: SheetRow[] = [];
  private row: SheetRow | null = null;
  private cell: OpenCell | null = null;
  private last = 0;
  private nextColumn = 0;
  /** Columns that have headings, once these are read. */
  private width: number | null = null;
  private characters = 0;
  private within: 'v' | 'f' | 'is' | null = null;
  private readonly inline = new TextBuilder();

  constructor(
    private readonly workbook: Pick<Workbook, 'is1904' | 'styles'>,
    private readonly texts: SharedTexts | null,
  ) {}

  /** Rows that are complete since they were last taken. */
  take(): SheetRow[] {
    return this.rows.splice(0);
  }

  open(tag: string, attributes: Attributes): void {
    if (this.within === 'is') this.inline.open(tag);
    else if (tag === 'row') this.openRow(attributes);
    else if (tag === 'c' && this.row !== null) this.openCell(attributes);
    else if (this.cell !== null && (tag === 'v' || tag === 'f' || tag === 'is')) {
      this.within = tag;
      if (tag === 'f') this.cell.formula ??= '';
    }
  }

  text(text: string): void {
    if (this.cell === null || this.within === null) return;
    this.characters += text.length;
    if (this.characters > MAX_CHARACTERS) throw createWorkbookProblem('too_large');
    if (this.within === 'is') this.inline.add(text);
    else if (this.within === 'v') this.cell.value += text;
    else this.cell.formula = (this.cell.formula ?? '') + text;
  }

  close(tag: string): void {
    if (this.within === 'is' && tag !== 'is') this.inline.close(tag);
    else if (tag === this.within) {
      if (tag === 'is' && this.cell !== null) this.cell.value = this.inline.take();
      this.within = null;
    } else if (tag === 'c') this.closeCell();
    else if (tag === 'row') {
      if (this.row !== null && this.row.cells.length > 0) {
        this.rows.push(this.row);
        this.width ??= this.row.cells.length;
      }
      this.row = null;
    }
  }

  private openRow({ r: number }: Attributes): void {
    const line = Number(number ?? this.last + 1);
    if (line > MAX_ROWS) throw createWorkbookProblem('too_large');
    if (!Number.isInteger(line) || line <= this.last) throw createWorkbookProblem('damaged');
    this.last = line;
    this.row = { line, cells: [] };
    this.nextColumn = 0;
    this.characters = 0;
  }

  private openCell({ r: reference, t: type = 'n', s: style = '0' }: Attributes): void {
    const column = reference === undefined ? this.nextColumn : toColumn(reference);
    if (column < this.nextColumn) throw createWorkbookProblem('damaged');
    this.nextColumn = column + 1;
    this.cell = { column, type, style: Number(style), value: '', formula: null };
  }

  private closeCell(): void {
    const value = this.cell === null ? null : this.readValue(this.cell);
    if (this.cell !== null && this.row !== null && value !== null) {
      if (this.cell.column >= MAX_COLUMNS) throw createWorkbookProblem('too_large');
      // Of what stands beyond the headings one cell shows that there is more: a row far to the right is not made of blanks.
      const place = Math.min(this.cell.column, this.width ?? MAX_COLUMNS);
      while (this.row.cells.length < place) this.row.cells.push(null);
      if (this.row.cells.length === place) this.row.cells.push(value);
    }
    this.cell = null;
  }

  private readValue({ type, style, value, formula }: OpenCell): RawCell {
    // What a formula came to when the file was last saved is not what it says.
    if (formula !== null) return { formula };
    if (type === 'e') return { error: value };
    if (value === '') return null;
    switch (type) {
      case 's': {
        const text = this.texts?.get(Number(value));
        if (text === undefined) throw createWorkbookProblem('damaged');
        this.characters += text.length;
        if (this.characters > MAX_CHARACTERS) throw createWorkbookProblem('too_large');
        return text === '' ? null : toTextCell(text);
      }
      case 'b':
        return value === '1' ? 'true' : 'false';
      case 'n':
        return this.readNumber(value, style);
      case 'd':
        return value.replace(/T00:00:00(\.0+)?Z?$/, '');
      default:
        return toTextCell(value);
    }
  }

  /** A number; one that is shown as another; that shows as a date: as much of it as is shown. With a time it stays a number, which is none. */
  private readNumber(text: string, style: number): RawCell {
    const number = Number(text);
    if (!Number.isFinite(number)) throw createWorkbookProblem('damaged');
    const shown = this.workbook.styles.findShownForm(style);
    if (shown === null) return number;
    if (shown === 'scaled') return number === 0 ? number : { scaled: number };
    const serial = this.workbook.is1904 ? number + SERIAL_OF_1904 : number;
    const isDay = Number.isInteger(serial) && serial >= FIRST_SERIAL && serial <= LAST_SERIAL;
    return isDay ? cutDate(fromEpochDay(serial - SERIAL_OF_1970), shown) : serial;
  }
}
