import { isMoment, momentFromImport, toDay } from '../../../kernel/clock/moment.js';
import { isPartialDate } from '../../../kernel/clock/partial-date.js';
import type { FieldError } from '../../../kernel/errors/problem.js';
import { escapePointer } from '../../../kernel/http/body.js';
import type { Moment, PartialDate, Yuan } from '../../../purchase/tenders/recording/fact-types.js';
import { rowFault, type RowFault } from '../../notices/notice-row-errors.js';
import { isJsonObject, type JsonObject } from '../../notices/notice-row-reader.js';
import type { ImportLosses, LossReason } from '../import-losses.rules.js';

/** Where the reading of a release puts what is wrong with it, and what of it has no place here. */
export interface ReadingNotes {
  errors: FieldError[];
  losses: ImportLosses;
}

/** The time of China at which a day begins or ends: what an export makes of a day. */
const EDGES = { start: '00:00:00', end: '23:59:59' } as const;
export type Edge = keyof typeof EDGES;
const EIGHT_HOURS = 8 * 3_600_000;
const readClock = (instant: string): string => new Date(Date.parse(instant) + EIGHT_HOURS).toISOString().slice(11, 19);

/** Why an amount in this currency is none of yuan; null where it is one. */
export function findForeignCurrency(currency: unknown): 'no_currency' | 'other_currency' | null {
  if (typeof currency !== 'string') return 'no_currency';
  return currency.toUpperCase() === 'CNY' ? null : 'other_currency';
}

/**
 * An object of a release. Each member is read by whoever has a place for it; `countUnread` tells of all others, at every level.
 * What cannot be what the standard says it is (a name that is a number) is a fault, and the release is refused.
 */
export class ReleaseReading {
  private readonly left: Set<string>;
  private readonly parts: ReleaseReading[] = [];

  constructor(
    private readonly object: JsonObject,
    private readonly notes: ReadingNotes,
    readonly pointer = '',
    private readonly field = '',
  ) {
    this.left = new Set(Object.keys(object).filter((key) => object[key] !== null));
  }

  /** The object as it was given. */
  get source(): JsonObject {
    return this.object;
  }

  /** The value, which stays unread. */
  peek(key: string): unknown {
    return Object.hasOwn(this.object, key) ? (this.object[key] ?? undefined) : undefined;
  }

  /** The member has its place here, or follows from what has. */
  consume(...keys: string[]): void {
    for (const key of keys) this.left.delete(key);
  }

  /** The member is read and left out. */
  lose(key: string, reason: LossReason): void {
    if (this.peek(key) === undefined) return;
    this.consume(key);
    this.notes.losses.add(this.nameField(key), reason);
  }

  /** Read where it says exactly what is known already: the name of a body that is named elsewhere too. */
  consumeSame(key: string, value: unknown): void {
    if (value !== null && value !== undefined && this.peek(key) === value) this.consume(key);
  }

  text(key: string, longest = 200): string | null {
    const value = this.take(key);
    if (value === undefined) return null;
    if (typeof value !== 'string') return this.fault(key, 'not_text');
    if (value.length > longest) return this.fault(key, 'too_long');
    return value.trim() === '' ? null : value;
  }

  /** A text that may be cut, for what is said at length is no name of anybody. */
  cutText(key: string, longest: number): string | null {
    const value = this.text(key, Number.MAX_SAFE_INTEGER);
    if (value === null || value.length <= longest) return value;
    this.notes.losses.add(this.nameField(key), 'shortened');
    return value
      .slice(0, longest)
      .toWellFormed()
      .replace(/\uFFFD$/, '');
  }

  /** The id that it has where it comes from: it is kept with the release, and has another one here. */
  id(): string {
    const value = this.take('id');
    if (typeof value === 'string' || typeof value === 'number') {
      this.notes.losses.add(this.nameField('id'), 'own_words');
      return String(value);
    }
    if (value !== undefined) this.fault('id', 'not_text');
    return this.pointer;
  }

  word<T>(key: string, table: Readonly<Record<string, T>>): T | null {
    const value = this.text(key);
    if (value === null) return null;
    if (Object.hasOwn(table, value)) return table[value] ?? null;
    this.notes.losses.add(this.nameField(key), 'unknown_code');
    return null;
  }

  count(key: string): number | null {
    const value = this.peek(key);
    if (value === undefined) return null;
    if (typeof value !== 'number') {
      this.consume(key);
      return this.fault(key, 'not_a_number');
    }
    // Any other number stays unread.
    if (!Number.isInteger(value) || value < 0 || value > 10_000) return null;
    this.consume(key);
    return value;
  }

  /** A value in yuan to the fen. One of another currency is kept with the release alone: nothing is converted. */
  amount(key: string, least: 0 | 1 = 0): Yuan | null {
    const value = this.part(key);
    if (value === null) return null;
    const { amount, currency } = value.object;
    if (amount === undefined || amount === null) return null;
    value.consume('amount', 'currency');
    if (typeof amount !== 'number') return value.fault('amount', 'not_an_amount');
    const lose = (reason: LossReason): null => {
      this.notes.losses.add(this.nameField(key), reason);
      return null;
    };
    const reason = findForeignCurrency(currency);
    if (reason !== null) return lose(reason);
    const fen = Math.round(amount * 100);
    const isKept = Number.isSafeInteger(fen) && fen / 100 === amount && fen >= least;
    return isKept ? (fen / 100).toFixed(2) : lose('amount_not_kept');
  }

  /** A day as a day, an instant as an instant. */
  moment(key: string, edge: Edge): Moment | null {
    const value = this.text(key);
    if (value === null) return null;
    const moment = momentFromImport(value);
    if (moment === null || !isMoment(moment)) return this.fault(key, 'not_a_date');
    if (isPartialDate(moment)) return moment;
    // As it stands it is no instant: nobody says where.
    if (value !== moment) {
      this.notes.losses.add(this.nameField(key), 'no_offset');
      return value.slice(0, 10);
    }
    return readClock(moment) === EDGES[edge] ? toDay(moment) : moment;
  }

  /** The day in China; a time that is more than the beginning or end of the day is left out. */
  day(key: string, edge: Edge = 'start'): PartialDate | null {
    const moment = this.moment(key, edge);
    if (moment === null || isPartialDate(moment)) return moment;
    this.notes.losses.add(this.nameField(key), 'time_of_day');
    return toDay(moment);
  }

  /** The object, or null where there is none. */
  part(key: string): ReleaseReading | null {
    const value = this.take(key);
    if (value === undefined) return null;
    if (isJsonObject(value)) return this.open(value, key, key);
    return this.fault(key, 'not_an_object');
  }

  list(key: string): ReleaseReading[] {
    const value = this.take(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.fault(key, 'not_a_list');
      return [];
    }
    return value.flatMap((item: unknown, i) => {
      if (isJsonObject(item)) return [this.open(item, `${key}/${i}`, key)];
      this.fault(`${key}/${i}`, 'not_an_object');
      return [];
    });
  }

  /** A list of texts, as ids of others. */
  texts(key: string): string[] {
    const value = this.take(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.fault(key, 'not_a_list');
      return [];
    }
    return value.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
  }

  fault(key: string, code: RowFault): null {
    const path = key.split('/').map(escapePointer).join('/');
    this.notes.errors.push(rowFault(`${this.pointer}/${path}`, code));
    return null;
  }

  note(reason: LossReason, key: string, count = 1): void {
    this.notes.losses.add(this.nameField(key), reason, count);
  }

  /** Whatever nobody read, by its member at the lowest level. */
  countUnread(): void {
    for (const part of this.parts) part.countUnread();
    for (const key of this.left) this.countLeaves(this.object[key], this.nameField(key));
  }

  private countLeaves(value: unknown, field: string): void {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) for (const item of value as unknown[]) this.countLeaves(item, field);
    else if (isJsonObject(value))
      for (const [key, item] of Object.entries(value)) this.countLeaves(item, `${field}.${key}`);
    else this.notes.losses.add(field, 'no_counterpart');
  }

  private take(key: string): unknown {
    this.consume(key);
    return this.peek(key);
  }

  private open(value: JsonObject, place: string, key: string): ReleaseReading {
    const part = new ReleaseReading(value, this.notes, `${this.pointer}/${place}`, this.nameField(key));
    this.parts.push(part);
    return part;
  }

  private nameField(key: string): string {
    return this.field === '' ? key : `${this.field}.${key}`;
  }
}
