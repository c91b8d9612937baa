import { fromEpochDay, iso, toEpochDay, weekday, getYear, type PlainDate } from '../../kernel/clock/plain-date.js';

export const DAY_KINDS = ['holiday', 'makeup'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

/** A day on which the State Council's notice says something: free (`holiday`) or worked on a weekend (`makeup`). */
export interface CalendarDay {
  date: PlainDate;
  kind: DayKind;
  name: string;
}

/**
 * An answer about working days. A year's calendar is known only once it is announced; a question that touches a year not
 * loaded has no answer, and no date is invented for it.
 */
export type Certain<T> =
  | { readonly certainty: 'known'; readonly value: T }
  | { readonly certainty: 'uncertain'; readonly missingYears: readonly number[] };

export function toCertain<T>(value: T): Certain<T> {
  return { certainty: 'known', value };
}

export function uncertain(missingYears: readonly number[]): Certain<never> {
  return { certainty: 'uncertain', missingYears };
}

/** The next question, asked only where the one before was answered. */
export function andThen<T, U>(answer: Certain<T>, next: (value: T) => Certain<U>): Certain<U> {
  return answer.certainty === 'known' ? next(answer.value) : answer;
}

/** The value, or null where the calendar does not say. */
export function getKnownValue<T>(answer: Certain<T>): T | null {
  return answer.certainty === 'known' ? answer.value : null;
}

/**
 * Working days of mainland China: Monday to Friday without the State Council's holidays, and its make-up days. Pure; built
 * from rows. Every method is bounded by the number of years between its arguments, never by the number of days.
 */
export class WorkingCalendar {
  readonly #kinds = new Map<PlainDate, DayKind>();
  readonly #loaded: ReadonlySet<number>;
  /** Epoch days of each loaded year's working days, ascending; made when first asked for. */
  readonly #workingDays = new Map<number, Int32Array>();

  constructor(days: Iterable<CalendarDay>, loadedYears: Iterable<number>) {
    for (const day of days) this.#kinds.set(day.date, day.kind);
    this.#loaded = new Set(loadedYears);
  }

  loadedYears(): number[] {
    return [...this.#loaded].sort((a, b) => a - b);
  }

  isLoaded(year: number): boolean {
    return this.#loaded.has(year);
  }

  /** Years from the one of `from` to the one of `to` that no calendar covers. */
  missingYears(from: PlainDate, to: PlainDate): number[] {
    const missing: number[] = [];
    for (let year = getYear(from); year <= getYear(to); year += 1) if (!this.#loaded.has(year)) missing.push(year);
    return missing;
  }

  isWorkingDay(date: PlainDate): Certain<boolean> {
    const year = getYear(date);
    return this.#loaded.has(year) ? toCertain(this.#works(date)) : uncertain([year]);
  }

  /** The day itself if it is a working day, else the first one after it (民法典 203). */
  roundUpToWorkingDay(date: PlainDate): Certain<PlainDate> {
    return this.#forward(toEpochDay(date), 1);
  }

  /** The day itself if it is a working day, else the last one before it. */
  roundDownToWorkingDay(date: PlainDate): Certain<PlainDate> {
    return this.#backward(toEpochDay(date), 1);
  }

  /** The first working day after the day. */
  nextWorkingDay(date: PlainDate): Certain<PlainDate> {
    return this.addWorkingDays(date, 1);
  }

  /** The last working day before the day. */
  previousWorkingDay(date: PlainDate): Certain<PlainDate> {
    return this.addWorkingDays(date, -1);
  }

  /** The n-th working day after the day, which is not counted (民法典 201); before it where n is negative. */
  addWorkingDays(date: PlainDate, n: number): Certain<PlainDate> {
    if (!Number.isSafeInteger(n)) throw new RangeError('working days are whole');
    if (n === 0) return toCertain(date);
    return n > 0 ? this.#forward(toEpochDay(date) + 1, n) : this.#backward(toEpochDay(date) - 1, -n);
  }

  /** Working days from `from` to `to`, both included; 0 where the window is empty. */
  countWorkingDays(from: PlainDate, to: PlainDate): Certain<number> {
    if (from > to) return toCertain(0);
    const missing = this.missingYears(from, to);
    if (missing.length > 0) return uncertain(missing);
    let count = 0;
    for (let year = getYear(from); year <= getYear(to); year += 1) {
      const days = this.#listWorkingDays(year);
      const first = year === getYear(from) ? findLowerIndex(days, toEpochDay(from)) : 0;
      const end = year === getYear(to) ? findLowerIndex(days, toEpochDay(to) + 1) : days.length;
      count += end - first;
    }
    return toCertain(count);
  }

  workingDaysOfYear(year: number): Certain<number> {
    return this.#loaded.has(year) ? toCertain(this.#listWorkingDays(year).length) : uncertain([year]);
  }

  /** The n-th working day on or after an epoch day, n ≥ 1. */
  #forward(start: number, n: number): Certain<PlainDate> {
    let left = n;
    for (let year = yearOfEpochDay(start); ; year += 1) {
      if (!this.#loaded.has(year)) return uncertain([year]);
      const days = this.#listWorkingDays(year);
      const first = findLowerIndex(days, start);
      const day = days[first + left - 1];
      if (day !== undefined) return toCertain(fromEpochDay(day));
      left -= days.length - first;
    }
  }

  /** The n-th working day on or before an epoch day, n ≥ 1. */
  #backward(start: number, n: number): Certain<PlainDate> {
    let left = n;
    for (let year = yearOfEpochDay(start); ; year -= 1) {
      if (!this.#loaded.has(year)) return uncertain([year]);
      const days = this.#listWorkingDays(year);
      const end = findLowerIndex(days, start + 1);
      const day = end - left >= 0 ? days[end - left] : undefined;
      if (day !== undefined) return toCertain(fromEpochDay(day));
      left -= end;
    }
  }

  #listWorkingDays(year: number): Int32Array {
    const existing = this.#workingDays.get(year);
    if (existing !== undefined) return existing;
    const days: number[] = [];
    const last = toEpochDay(iso(year, 12, 31));
    for (let day = toEpochDay(iso(year, 1, 1)); day <= last; day += 1)
      if (this.#works(fromEpochDay(day))) days.push(day);
    const made = Int32Array.from(days);
    this.#workingDays.set(year, made);
    return made;
  }

  #works(date: PlainDate): boolean {
    const kind = this.#kinds.get(date);
    if (kind !== undefined) return kind === 'makeup';
    const day = weekday(date);
    return day !== 0 && day !== 6;
  }
}

function yearOfEpochDay(epochDay: number): number {
  return new Date(epochDay * 86_400_000).getUTCFullYear();
}

/** Index of the first entry ≥ value in an ascending array; its length if there is none. */
function findLowerIndex(ascending: Int32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
