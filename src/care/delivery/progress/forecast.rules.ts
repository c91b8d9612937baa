import { toEpochDay, type PlainDate } from '../../../kernel/clock/plain-date.js';
import points from './student-points.json' with { type: 'json' };

export interface DayOutput {
  day: PlainDate;
  output: number;
}
/** A day, or a week that has so many effective ones, with what was done in it. */
interface Stretch {
  days: number;
  output: number;
}

export interface ForecastInput {
  /** Effective days that are over, oldest first, each with what was done on it. */
  elapsed: readonly DayOutput[];
  /** What was done on other days of the window: it counts, and its week is where it belongs. */
  otherDays: readonly DayOutput[];
  daysLeft: number;
}

export interface Forecast {
  done: number;
  /** Mean output of an effective day. */
  rate: number;
  expected: number;
  /** 95 % interval of what will have been done at the end; never less than what is done. */
  low: number;
  high: number;
  /** What the variance was taken between. */
  between: 'days' | 'weeks';
}
export interface NoForecast {
  insufficient: 'few_effective_days' | 'few_weeks';
  done: number;
}

const LEAST_DAYS = 20;
const LEAST_WEEKS = 4;
/** Output that comes on no more days of a week than this comes by the week. */
const DAYS_OF_WEEKLY = 2;
/** Of everything that was done, what may lie outside the effective days before the week is the measure. */
const SHARE_OUTSIDE = 0.1;
/** How much of the variance between days may come from the day of the week. */
const SHARE_OF_WEEKDAY = 0.2;

/**
 * What will have been done at the end: what is done, and the mean output of an effective day for each that is left. The
 * interval is that of a sum still to come: with the variance σ² of a day, m days ahead and n behind vary by σ²(m + m²/n),
 * the second part because the mean is itself only seen in n days. A straight line fitted to the running total knows nothing
 * of either: its points depend on one another, and its interval holds the truth about one time in three.
 *
 * Where output comes by the week (a group that meets on Wednesdays, care on Sundays too, Mondays that are fuller than
 * Fridays) days are no equals, so the variance is taken between weeks, each weighing its effective days.
 */
export function computeForecast({ elapsed, otherDays, daysLeft }: ForecastInput): Forecast | NoForecast {
  const inside = elapsed.reduce((sum, { output }) => sum + output, 0);
  const outside = otherDays.reduce((sum, { output }) => sum + output, 0);
  const done = inside + outside;
  const n = elapsed.length;
  if (n < LEAST_DAYS) return { insufficient: 'few_effective_days', done };
  const weekly =
    outside > SHARE_OUTSIDE * done ||
    daysOfWeek(elapsed) <= DAYS_OF_WEEKLY ||
    shareOfWeekday(elapsed) > SHARE_OF_WEEKDAY;
  const stretches = weekly ? groupWeeks(elapsed, otherDays) : elapsed.map(({ output }) => ({ days: 1, output }));
  if (stretches.length < LEAST_WEEKS) return { insufficient: 'few_weeks', done };
  const rate = done / n;
  const squares = stretches.reduce((sum, { days, output }) => sum + (output - rate * days) ** 2 / days, 0);
  const freedom = stretches.length - 1;
  const variance = squares / freedom;
  const half = studentAt95(freedom) * Math.sqrt(variance * (daysLeft + daysLeft ** 2 / n));
  const expected = done + rate * daysLeft;
  const between = weekly ? 'weeks' : 'days';
  return { done, rate, expected, low: Math.max(done, expected - half), high: expected + half, between };
}

const toWeekNumber = (day: PlainDate): number => Math.floor((toEpochDay(day) + 3) / 7);
const toWeekdayNumber = (day: PlainDate): number => (toEpochDay(day) + 3) % 7;

/** What of the variance between days their weekday explains, less what chance would (Ezekiel 1930). */
function shareOfWeekday(elapsed: readonly DayOutput[]): number {
  const mean = elapsed.reduce((sum, { output }) => sum + output, 0) / elapsed.length;
  const all = elapsed.reduce((sum, { output }) => sum + (output - mean) ** 2, 0);
  if (all === 0) return 0;
  const days = new Map<number, number[]>();
  for (const { day, output } of elapsed)
    days.set(toWeekdayNumber(day), [...(days.get(toWeekdayNumber(day)) ?? []), output]);
  let within = 0;
  for (const outputs of days.values()) {
    const own = outputs.reduce((sum, output) => sum + output, 0) / outputs.length;
    within += outputs.reduce((sum, output) => sum + (output - own) ** 2, 0);
  }
  return 1 - within / (elapsed.length - days.size) / (all / (elapsed.length - 1));
}

/** On how many days of a week something was done, of the middle one of those in which anything was. */
function daysOfWeek(elapsed: ForecastInput['elapsed']): number {
  const weeks = new Map<number, number>();
  for (const { day, output } of elapsed)
    if (output > 0) weeks.set(toWeekNumber(day), (weeks.get(toWeekNumber(day)) ?? 0) + 1);
  const counts = [...weeks.values()].sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? 0;
}

/** Weeks by their effective days. What was done in a week without any belongs to the one before, or else to the next. */
function groupWeeks(elapsed: ForecastInput['elapsed'], otherDays: ForecastInput['otherDays']): Stretch[] {
  const weeks = new Map<number, Stretch>();
  for (const { day, output } of elapsed) {
    const before = weeks.get(toWeekNumber(day)) ?? { days: 0, output: 0 };
    weeks.set(toWeekNumber(day), { days: before.days + 1, output: before.output + output });
  }
  const known = [...weeks.keys()];
  for (const { day, output } of otherDays) {
    const home =
      weeks.get(toWeekNumber(day)) ?? weeks.get(known.findLast((week) => week < toWeekNumber(day)) ?? known[0] ?? 0);
    if (home) home.output += output;
  }
  return [...weeks.values()];
}

/**
 * The 97.5 % point of Student's distribution, as every table of it prints it; between two rows the earlier, whose interval
 * is the wider.
 */
const STUDENT = Object.entries(points).map(([freedom, point]) => [Number(freedom), point] as const);
const studentAt95 = (freedom: number): number =>
  STUDENT.findLast(([of]) => of <= freedom)?.[1] ?? (STUDENT[0]?.[1] as number);
