import type { DescribedDay } from '../../../law/deadlines/window.rules.js';
import {
  deriveHabits,
  expectDay,
  computeGain,
  sumValues,
  weighWeekdays,
  type Habits,
  type ServedDay,
} from './served-days.rules.js';
import points from './student-points.json' with { type: 'json' };

export interface ForecastInput {
  /** Every day of the window that is over, oldest first, with what was done on it. */
  past: readonly ServedDay[];
  /** Every other day of the window. */
  ahead: readonly DescribedDay[];
}

export interface Forecast {
  done: number;
  expected: number;
  /** 95 % interval of what will have been done at the end; never less than what is done. */
  low: number;
  high: number;
  /** Mean output of an ordinary Monday to Sunday. */
  weekdays: number[];
  /** How far the State Council's rest days are kept, 0 to 1. */
  keepsRestDays: number;
  /** What the variance was taken between. */
  between: 'days' | 'weeks';
}
export interface NoForecast {
  insufficient: 'not_begun' | 'weeks' | 'calendar';
  done: number;
}

/** A past without variance is no certainty: one more observation of each weekday that lies off by this share of its mean. */
const DOUBT = 0.5;
/** A service that keeps less of the rest days than this is foretold in a year whose calendar is not loaded too. */
const KEEPS_NONE = 0.1;
/** Between weeks, once they vary by more than their days would together and half of what chance adds. */
const BEYOND_CHANCE = 0.5;

/**
 * What will have been done at the end: what is done, and for each day ahead what such days of this contract have brought.
 * Days follow the contract's own week, its rest days and its festival (`served-days.rules.ts`), never a calendar that it
 * does not follow. With the variance σ² of a weekday, of which n are over and a sum of weights a lies ahead, what is to come
 * varies by σ²(a + a²/n): by its days, and because the mean is itself only seen in n of them. Where weeks vary more than
 * their days together (a fortnight's illness, a month's campaign), σ² grows by their ratio. The interval is Student's, with the
 * degrees of freedom of a sum of variances (Satterthwaite 1946). A growth from month to month is not modelled, and a day
 * without a record counts as a day without service.
 */
export function computeForecast({ past, ahead }: ForecastInput): Forecast | NoForecast {
  const done = sumValues(past, ({ output }) => output);
  if (past.every(({ output }) => output === 0)) return { insufficient: 'not_begun', done };
  const habits = deriveHabits(past);
  if (habits === null) return { insufficient: 'weeks', done };
  const { week, restDays } = habits;
  const unknown = [...past, ...ahead].some(({ kind }) => kind === null);
  if (unknown && restDays.share >= KEEPS_NONE) return { insufficient: 'calendar', done };
  const coming = addAhead(habits, ahead);
  const expected = done + sumValues(week, ({ mean }, of) => mean * (coming.weekdays[of] ?? 0));
  const { half, between } = computeHalf(habits, coming);
  return {
    done,
    expected,
    low: Math.max(done, expected - half),
    high: expected + half,
    weekdays: week.map(({ mean }) => mean),
    keepsRestDays: restDays.share,
    between,
  };
}

interface Coming {
  /** How many of each weekday the days ahead amount to. */
  weekdays: number[];
  /** What rest days and festival ahead bring more if they are served wholly than if they are not at all. */
  atRestDays: number;
  atFestival: number;
}

function addAhead({ week, restDays, festival }: Habits, ahead: readonly DescribedDay[]): Coming {
  const weekdays = Array<number>(7).fill(0);
  let [atRestDays, atFestival] = [0, 0];
  for (const day of ahead) {
    const share = day.festival ? 1 - festival.share : 1;
    weighWeekdays(day, restDays.share).forEach((weight, of) => (weekdays[of] = (weekdays[of] ?? 0) + weight * share));
    atRestDays += computeGain(week, day) * share;
    if (day.festival) atFestival += expectDay(week, day, restDays.share);
  }
  return { weekdays, atRestDays, atFestival };
}

/** Half the width of the interval. */
function computeHalf(habits: Habits, coming: Coming): Pick<Forecast, 'between'> & { half: number } {
  const { week, restDays, festival } = habits;
  const freedomOfAll = sumValues(week, ({ days }) => days - 1);
  const weeks = compareWeeks(habits);
  let [variance, fourth] = [0, 0];
  week.forEach(({ days, mean, squares }, of) => {
    const ahead = coming.weekdays[of] ?? 0;
    const spread = ahead + ahead ** 2 / days;
    const own = (squares / (days - 1)) * weeks.ratio * spread;
    variance += own + ((DOUBT * mean) ** 2 / (1 + freedomOfAll)) * spread;
    fourth += own ** 2 / (days - 1);
  });
  const least = weeks.ratio > 1 ? Math.min(freedomOfAll, weeks.freedom) : freedomOfAll;
  const freedom = fourth === 0 ? least : Math.max(1, Math.min(least, variance ** 2 / fourth));
  variance += restDays.variance * coming.atRestDays ** 2 + festival.variance * coming.atFestival ** 2;
  return { half: studentAt95(freedom) * Math.sqrt(variance), between: weeks.ratio > 1 ? 'weeks' : 'days' };
}

/** By how much weeks vary more than their days would together; 1 where chance may have brought it. */
function compareWeeks({ ordinary, week }: Habits): { ratio: number; freedom: number } {
  const weeks = new Map<number, { off: number; variance: number }>();
  for (const { week: number, weekday, output } of ordinary) {
    const { days, mean, squares } = week[weekday] as Habits['week'][number];
    const before = weeks.get(number) ?? { off: 0, variance: 0 };
    const variance = (squares / (days - 1)) * (1 - 1 / days);
    weeks.set(number, { off: before.off + output - mean, variance: before.variance + variance });
  }
  const all = [...weeks.values()];
  const freedom = all.length - 1;
  const chance = sumValues(all, ({ variance }) => variance);
  const ratio = chance === 0 ? 1 : sumValues(all, ({ off }) => off ** 2) / chance;
  return { ratio: ratio > 1 + BEYOND_CHANCE * Math.sqrt(2 / freedom) ? ratio : 1, freedom };
}

/**
 * The 97.5 % point of Student's distribution, as every table of it prints it; between two rows the earlier, whose interval
 * is the wider.
 */
const STUDENT = Object.entries(points).map(([freedom, point]) => [Number(freedom), point] as const);
const studentAt95 = (freedom: number): number =>
  STUDENT.findLast(([of]) => of <= freedom)?.[1] ?? (STUDENT[0]?.[1] as number);
