import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Language } from '../../kernel/errors/texts.js';

const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const ENGLISH = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day of a leap year with which each month begins, from 0: months of all years lie below one another. */
export const MONTH_STARTS: readonly number[] = LENGTHS.map((_, month) =>
  LENGTHS.slice(0, month).reduce((sum, days) => sum + days, 0),
);

/** The place of a day in a year of 366. */
export const dayOfLeapYear = (day: PlainDate): number =>
  (MONTH_STARTS[Number(day.slice(5, 7)) - 1] ?? 0) + Number(day.slice(8, 10)) - 1;

/** Of the months 0 to 11. */
export const nameOfMonth = (month: number, lang: Language): string =>
  lang === 'zh' ? `${month + 1}月` : (ENGLISH[month] ?? '');

export const monthName = (at: number, lang: Language): string =>
  nameOfMonth(
    MONTH_STARTS.findLastIndex((start) => start <= at),
    lang,
  );

/** Months `YYYY-MM` from the month of one day to that of another. */
export function listMonths(from: PlainDate, to: PlainDate): string[] {
  const index = (day: PlainDate): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  return Array.from({ length: Math.max(0, index(to) - index(from) + 1) }, (_, i) => {
    const at = index(from) + i;
    return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}
