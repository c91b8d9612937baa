import { isMoment, momentFromImport } from '../../kernel/clock/moment.js';
import type { FieldError } from '../../kernel/errors/problem.js';
import { escapePointer } from '../../kernel/http/body.js';
import type { Moment, Yuan } from '../../purchase/tenders/recording/fact-types.js';
import { rowFault, type RowFault } from './notice-row-errors.js';

export type JsonObject = Record<string, unknown>;
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Longest texts, as recording by a person has them. */
export const MAX_NAME = 200;
export const MAX_TITLE = 500;
const MAX_TEXT = 1_000;
const MAX_COUNT = 10_000;
const SCORE = /^\d{1,6}(?:\.\d{1,6})?$/;
/** `2022-02-30`, `2022-13`, `2022-02-30T09:00`: the shape of a date whose day the calendar may not have. */
const DATE_SHAPE = /^\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}.*)?)?$/;
/** RFC 3339 wants seconds; notices print `09:00+08:00` without. */
const OFFSET_WITHOUT_SECONDS = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})$/;
const A_TIME = /[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/**
 * Reads the fields of one object of a notice row. A field that is absent or null is null; a fault is collected with its
 * pointer and reads as null, so that one pass names every fault of the row.
 */
export class FieldReader {
  constructor(
    private readonly object: JsonObject,
    private readonly base: string,
    private readonly errors: FieldError[],
  ) {}

  fault(key: string, code: RowFault): null {
    this.errors.push(rowFault(`${this.base}/${escapePointer(key)}`, code));
    return null;
  }

  /** A key outside the list is an error: a fact under a misspelt name would be lost unseen. */
  onlyKeys(allowed: ReadonlySet<string>): void {
    for (const key of Object.keys(this.object)) if (!allowed.has(key)) this.fault(key, 'unknown_field');
  }

  text(key: string, longest = MAX_TEXT): string | null {
    const value = this.getValue(key);
    if (value === null) return null;
    if (typeof value !== 'string') return this.fault(key, 'not_text');
    if (value.length > longest) return this.fault(key, 'too_long');
    return value.trim() === '' ? null : value;
  }

  /** A text that must be there; '' stands in once the fault is noted. */
  requiredText(key: string, longest = MAX_TEXT): string {
    const before = this.errors.length;
    const value = this.text(key, longest);
    if (value === null && this.errors.length === before) this.fault(key, 'required');
    return value ?? '';
  }

  word<T extends string>(key: string, table: Readonly<Record<string, T>>): T | null {
    const value = this.text(key)?.trim() ?? null;
    if (value === null) return null;
    return Object.hasOwn(table, value) ? (table[value] ?? null) : this.fault(key, 'not_allowed_value');
  }

  moment(key: string): Moment | null {
    const value = this.text(key);
    if (value === null) return null;
    const moment = momentFromImport(value.replace(OFFSET_WITHOUT_SECONDS, '$1:00$2'));
    if (moment !== null && isMoment(moment)) return moment;
    const shaped = DATE_SHAPE.test(value) && (value.length <= 10 || A_TIME.test(value));
    return this.fault(key, shaped ? 'no_such_day' : 'not_a_date');
  }

  /** A JSON number of yuan with at most two decimals; up to 2^53 fen, beyond which a JSON number is not exact. */
  yuan(key: string): Yuan | null {
    const value = this.getValue(key);
    if (value === null) return null;
    if (typeof value !== 'number') return this.fault(key, 'not_an_amount');
    if (value < 0) return this.fault(key, 'negative_amount');
    const fen = Math.round(value * 100);
    if (!Number.isSafeInteger(fen)) return this.fault(key, 'number_out_of_range');
    if (fen / 100 !== value) return this.fault(key, 'too_many_decimals');
    return (fen / 100).toFixed(2);
  }

  score(key: string): string | null {
    const value = this.getValue(key);
    if (value === null) return null;
    const text = typeof value === 'number' ? String(value) : '';
    return SCORE.test(text) ? text : this.fault(key, 'not_a_number');
  }

  /** A rank, or how many there are; `least`: how few there may be. */
  count(key: string, least = 1): number | null {
    const value = this.getValue(key);
    if (value === null) return null;
    return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= MAX_COUNT
      ? value
      : this.fault(key, 'not_an_integer');
  }

  /** A percentage, in basis points. */
  share(key: string): number | null {
    const value = this.getValue(key);
    if (value === null) return null;
    const points = typeof value === 'number' ? Math.round(value * 100) : 0;
    return points >= 1 && points <= 10_000 && points / 100 === value ? points : this.fault(key, 'not_a_share');
  }

  list<T>(key: string, read: (item: FieldReader) => T): T[] {
    return this.listItems(key, read, (item) => item);
  }

  /** A list whose items may be names alone. */
  listNames<T>(key: string, read: (item: FieldReader) => T): T[] {
    return this.listItems(key, read, (item) => (typeof item === 'string' ? { name: item } : item));
  }

  /** A list of names, or of objects that have one; null where nothing is said, empty where it says that there is none. */
  names(key: string, longest: number): string[] | null {
    const value = this.getValue(key);
    return value === null ? null : this.listNames(key, (item) => item.requiredText('name', longest));
  }

  private listItems<T>(key: string, read: (item: FieldReader) => T, toObject: (item: unknown) => unknown): T[] {
    const value = this.getValue(key);
    if (value === null) return [];
    if (!Array.isArray(value)) {
      this.fault(key, 'not_a_list');
      return [];
    }
    return value.map(toObject).flatMap((item, i): T[] => {
      const pointer = `${this.base}/${key}/${i}`;
      if (isJsonObject(item)) return [read(new FieldReader(item, pointer, this.errors))];
      this.errors.push(rowFault(pointer, 'not_an_object'));
      return [];
    });
  }

  private getValue(key: string): unknown {
    return Object.hasOwn(this.object, key) ? (this.object[key] ?? null) : null;
  }
}
