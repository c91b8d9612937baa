import { addDays, addMonths, type PlainDate } from '../../../kernel/clock/plain-date.js';

/** Both days count. */
export interface Period {
  from: PlainDate;
  to: PlainDate;
}

/** The days of a window in periods of so many calendar months; the first and the last are as long as the window leaves them. */
export function listReportPeriods({ from, to }: Period, months: number): Period[] {
  const periods: Period[] = [];
  let first = from;
  // The last month that can be written has none after it: what begins another period is asked before it is named.
  while (toMonthNumber(to) - toMonthNumber(first) >= months) {
    const next = addMonths(`${first.slice(0, 7)}-01`, months);
    periods.push({ from: first, to: addDays(next, -1) });
    first = next;
  }
  if (first <= to) periods.push({ from: first, to });
  return periods;
}

const toMonthNumber = (day: PlainDate): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** What is left of the periods where these days are reported on: the parties may have agreed on other periods since. */
export function openPeriods(window: Period, months: number, taken: readonly Period[]): Period[] {
  return listReportPeriods(window, months).flatMap((period) =>
    taken.reduce<Period[]>((left, each) => left.flatMap((rest) => subtractPeriod(rest, each)), [period]),
  );
}

function subtractPeriod(period: Period, taken: Period): Period[] {
  if (taken.to < period.from || taken.from > period.to) return [period];
  const before = taken.from > period.from ? [{ from: period.from, to: addDays(taken.from, -1) }] : [];
  const after = taken.to < period.to ? [{ from: addDays(taken.to, 1), to: period.to }] : [];
  return [...before, ...after];
}
