import { HolidayUtil } from 'lunar-typescript';

/**
 * The conventions about days, written a second time from the law alone and as slowly as it can be read: a list of days,
 * walked one by one. It shares no line with the product: days are counted on from a Thursday, the first of January 2004, and
 * which of them are worked is asked of lunar-typescript, whose table is not the one (chinese-days) that the product's was
 * made from.
 *
 * 民法典 201: the day on which a period starts is not counted. 202: months and years end on the corresponding day, or the
 * last day of the month. 203: a last day that is free moves to the first working day after it. 工作日 are the State
 * Council's working days, make-up days included; 日 are calendar days. Nobody knows a year that was not announced.
 */
export interface Day {
  text: string;
  year: number;
  month: number;
  day: number;
  works: boolean;
  known: boolean;
}
export type Unit = 'calendar_day' | 'working_day' | 'month' | 'year';
/** A day, or the first year that nobody has announced. */
export type Answer = string | { unknown: number };

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengthOf = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
/** 国办发明电〔2012〕33号: a Sunday and a Saturday that were worked and that this source does not have. */
const LACKING: readonly string[] = ['2013-04-07', '2013-10-12'];

function isWorked(text: string, weekday: number): boolean {
  const announced = HolidayUtil.getHoliday(text) as { isWork(): boolean } | null;
  if (announced !== null) return announced.isWork();
  return (weekday >= 1 && weekday <= 5) || LACKING.includes(text);
}

export class SlowCalendar {
  readonly days: readonly Day[];
  readonly #at: ReadonlyMap<string, number>;

  /** The years from `first` to `last` are announced; of the others nobody knows, or every day is taken to be worked. */
  constructor(first: number, last: number, others: 'unknown' | 'worked' = 'unknown') {
    const days: Day[] = [];
    for (let year = 2004, week = 4; year <= last + 20; year += 1)
      for (let month = 1; month <= 12; month += 1)
        for (let day = 1; day <= lengthOf(year, month); day += 1, week = (week + 1) % 7) {
          const text = `${year}-${two(month)}-${two(day)}`;
          const announced = year >= first && year <= last;
          const works = announced ? isWorked(text, week) : others === 'worked';
          days.push({ text, year, month, day, works, known: announced || others === 'worked' });
        }
    this.days = days;
    this.#at = new Map(days.map((day, i) => [day.text, i]));
  }

  between(from: string, to: string): readonly Day[] {
    return this.days.slice(this.#index(from), this.#index(to) + 1);
  }

  /** The day, or the first after it (`step` 1) or before it (−1), that is worked. */
  worked(from: string, step: 1 | -1): Answer {
    for (let i = this.#index(from); ; i += step) {
      const day = this.#day(i);
      if (!day.known) return { unknown: day.year };
      if (day.works) return day.text;
    }
  }

  /** The n-th worked day after the day (`step` 1) or before it (−1); the day itself is not counted. */
  workedDays(from: string, n: number, step: 1 | -1): Answer {
    let left = n;
    for (let i = this.#index(from) + step; ; i += step) {
      const day = this.#day(i);
      if (!day.known) return { unknown: day.year };
      if (day.works) left -= 1;
      if (left === 0) return day.text;
    }
  }

  end(from: string, value: number, unit: Unit): Answer {
    if (unit === 'working_day') return this.workedDays(from, value, 1);
    return this.worked(this.#corresponding(from, value, unit), 1);
  }

  /** The last worked day from which the period is over by `limit`: every day back from there is tried. */
  lastStart(limit: string, value: number, unit: Unit): Answer {
    for (let i = this.#index(limit); ; i -= 1) {
      const day = this.#day(i);
      if (!day.known) return { unknown: day.year };
      if (!day.works) continue;
      const end = this.end(day.text, value, unit);
      // An end in a year to come is none by the limit, which lies in one that is known.
      if (typeof end === 'string' && end <= limit) return day.text;
    }
  }

  count(from: string, to: string): number {
    return this.between(from, to).filter((day) => day.works).length;
  }

  #corresponding(from: string, value: number, unit: Unit): string {
    let i = this.#index(from);
    const start = this.#day(i);
    if (unit === 'calendar_day') return this.#day(i + value).text;
    for (let left = unit === 'year' ? value * 12 : value; left > 0; i += 1)
      if (this.#day(i + 1).month !== this.#day(i).month) left -= 1;
    // `i` stands on the first day of the month that is meant.
    while (this.#day(i).day < start.day && this.#day(i + 1).month === this.#day(i).month) i += 1;
    return this.#day(i).text;
  }

  #index(text: string): number {
    const i = this.#at.get(text);
    if (i === undefined) throw new Error(`${text} is not written`);
    return i;
  }

  #day(i: number): Day {
    const day = this.days[i];
    if (day === undefined) throw new Error('a day that is not written');
    return day;
  }
}
