import type { DescribedDay } from '../../../law/deadlines/window.rules.js';

/** A day of a contract that is over, with what was done on it. */
export interface ServedDay extends DescribedDay {
  output: number;
}

/** What was done on the ordinary days of one weekday. */
export interface Weekday {
  days: number;
  mean: number;
  /** Sum of the squared distances from the mean. */
  squares: number;
}

/** A share from 0 to 1 that is presumed until days show it, and how uncertain it is. */
interface Learnt {
  share: number;
  variance: number;
}

/** On which days a contract in fact serves. */
export interface Habits {
  ordinary: readonly ServedDay[];
  /** From Monday to Sunday. */
  week: readonly Weekday[];
  /** How far it keeps the State Council's days: 0 as on any other day of the week, 1 holidays as weekends, make-up days as work. */
  restDays: Learnt;
  /** How far it stops from 小年 to 元宵. */
  festival: Learnt;
}

/** Four weeks but for a weekend. */
const LEAST_DAYS = 26;
const LEAST_OF_WEEKDAY = 2;
/** Days by which a habit is presumed before any has shown it. */
const PRESUMED_DAYS = 2;

export const sumValues = <T>(items: readonly T[], value: (item: T, at: number) => number): number =>
  items.reduce((sum, item, at) => sum + value(item, at), 0);
const clamp = (share: number): number => Math.max(0, Math.min(1, share));
const WEEKEND = 5;
const computeMean = (week: readonly Weekday[]): number => sumValues(week, ({ mean }) => mean) / week.length;

/** Null where too few ordinary days have been served to know its week. */
export function deriveHabits(past: readonly ServedDay[]): Habits | null {
  const served = leaveOutBeginning(past);
  const ordinary = served.filter(({ kind, festival }) => !isOdd(kind) && !festival);
  const week = Array.from({ length: 7 }, (_, of) => profile(ordinary.filter(({ weekday }) => weekday === of)));
  if (ordinary.length < LEAST_DAYS || week.some(({ days }) => days < LEAST_OF_WEEKDAY)) return null;
  const restDays = learnRestDays(
    week,
    served.filter(({ kind, festival }) => isOdd(kind) && !festival),
  );
  return { ordinary, week, restDays, festival: learnFestival(week, restDays.share, served) };
}

/** A day on which the State Council turns the week round. */
const isOdd = (kind: DescribedDay['kind']): boolean => kind === 'holiday' || kind === 'makeup';

/** Without the days before the first that served, where no silence after it was as long: the service began late. */
function leaveOutBeginning(past: readonly ServedDay[]): readonly ServedDay[] {
  const first = past.findIndex(({ output }) => output > 0);
  let [longest, silence] = [0, 0];
  for (const { kind, festival, output } of past.slice(Math.max(0, first))) {
    if (festival || kind === 'holiday') continue;
    silence = output > 0 ? 0 : silence + 1;
    longest = Math.max(longest, silence);
  }
  return first > longest ? past.slice(first) : past;
}

function profile(served: readonly ServedDay[]): Weekday {
  const mean = served.length === 0 ? 0 : sumValues(served, ({ output }) => output) / served.length;
  return { days: served.length, mean, squares: sumValues(served, ({ output }) => (output - mean) ** 2) };
}

/**
 * How much each weekday's mean counts for in what is expected of a day. An ordinary day is its own weekday; a holiday is a
 * weekend, and a make-up day a day of work, as far as the service keeps them.
 */
export function weighWeekdays({ kind, weekday }: DescribedDay, keeps: number): number[] {
  const kept = isOdd(kind) ? keeps : 0;
  return Array.from({ length: 7 }, (_, of) => {
    const own = of === weekday ? 1 - kept : 0;
    if (kept === 0) return own;
    return kind === 'holiday' ? own + (of >= WEEKEND ? kept / 2 : 0) : own + (of < WEEKEND ? kept / 5 : 0);
  });
}

/** What is expected of a day outside the festival. */
export const expectDay = (week: readonly Weekday[], day: DescribedDay, keeps: number): number =>
  sumValues(weighWeekdays(day, keeps), (weight, of) => weight * (week[of]?.mean ?? 0));

/** What a day brings more if the service does not keep it than if it does. */
export const computeGain = (week: readonly Weekday[], day: DescribedDay): number =>
  expectDay(week, day, 0) - expectDay(week, day, 1);

/** How unlike a service's weekends are: one that is alike on Sundays keeps no rest day, one that rests on weekends keeps all. */
function presumeRest(week: readonly Weekday[]): number {
  const working = computeMean(week.slice(0, WEEKEND));
  return working === 0 ? 0 : clamp(1 - computeMean(week.slice(WEEKEND)) / working);
}

/** Presumed by its weekends; every day on which keeping and not keeping differ tells, the more the more they do. */
function learnRestDays(week: readonly Weekday[], odd: readonly ServedDay[]): Learnt {
  const presumed = presumeRest(week);
  const scale = Math.max((computeMean(week.slice(0, WEEKEND)) - computeMean(week.slice(WEEKEND))) ** 2, Number.EPSILON);
  const told = sumValues(odd, (day) => computeGain(week, day) ** 2) / scale;
  const pull = sumValues(odd, (day) => (expectDay(week, day, 0) - day.output) * computeGain(week, day)) / scale;
  return {
    share: clamp((PRESUMED_DAYS * presumed + pull) / (PRESUMED_DAYS + told)),
    variance: (presumed * (1 - presumed) * PRESUMED_DAYS) / (PRESUMED_DAYS + told),
  };
}

/** Presumed to be anything between not at all and as far as it rests on weekends (the variance of an even chance: a twelfth). */
function learnFestival(week: readonly Weekday[], keeps: number, served: readonly ServedDay[]): Learnt {
  const days = served.filter(({ festival }) => festival);
  const expected = sumValues(days, (day) => expectDay(week, day, keeps));
  const missed = expected - sumValues(days, ({ output }) => output);
  const presumed = presumeRest(week);
  const weight = PRESUMED_DAYS * computeMean(week);
  if (weight === 0) return { share: 0, variance: 0 };
  return {
    share: clamp(((weight * presumed) / 2 + missed) / (weight + expected)),
    variance: ((presumed / 12) * weight) / (weight + expected),
  };
}
