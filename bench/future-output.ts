import { createHash } from 'node:crypto';
import { computeForecast } from '../src/care/delivery/progress/forecast.rules.js';
import type { ServedDay } from '../src/care/delivery/progress/served-days.rules.js';
import { shippedCalendar } from '../src/law/calendars/shipped-calendar.js';
import { describeDays, type DescribedDay } from '../src/law/deadlines/window.rules.js';
import { createRandom, type Random } from '../src/watch/statistics/random.js';
import { normal, poisson } from './draws.js';

/** What is done on a day of a weekday, Monday 0, in a week that is as good as `week` says. */
type Work = (weekday: number, random: Random, week: number) => number;
interface Rhythm {
  make: (random: Random) => Work;
  /** Whether the State Council's rest days are kept; drawn for each contract where neither is said. */
  keeps: boolean | 'drawn';
  stopsForFestival?: true;
  beganLate?: true;
  weeksOfTheirOwn?: true;
}

const always =
  (work: Work): Rhythm['make'] =>
  () =>
    work;
const means = (of: readonly number[]): Rhythm['make'] => always((weekday, random) => poisson(of[weekday] ?? 0, random));
const WORKDAYS = means([4, 4, 4, 4, 4, 0, 0]);
const SEVEN_DAYS = means([5, 5, 5, 5, 5, 3, 3]);

/** A week of any kind: days that serve or not, means and spread of their own. */
function drawWeek(random: Random): Work {
  const drawn = Array.from({ length: 7 }, (_, day) => (random() < (day < 5 ? 0.8 : 0.4) ? 8 * random() : 0));
  const week = drawn.some((mean) => mean > 0) ? drawn : [0, 0, 6, 0, 0, 0, 0];
  const spread = 0.8 * random();
  return (day, of) => poisson((week[day] ?? 0) * Math.exp(spread * normal(of) - spread ** 2 / 2), of);
}

const RHYTHMS: Record<string, Rhythm> = {
  'even days': { make: WORKDAYS, keeps: true },
  'uneven days': {
    make: always((day, random) => (day < 5 ? poisson(4 * Math.exp(0.8 * normal(random) - 0.32), random) : 0)),
    keeps: true,
  },
  'minutes of care': {
    make: always((day, random) => (day < 5 ? Math.round(300 * Math.exp(0.5 * normal(random))) : 0)),
    keeps: true,
  },
  seldom: { make: always((day, random) => (day < 5 && random() < 0.4 ? 1 + poisson(1, random) : 0)), keeps: true },
  'full Mondays': { make: means([6, 5, 4, 3, 2, 0, 0]), keeps: true },
  'a group on Wednesdays': { make: means([0, 0, 15, 0, 0, 0, 0]), keeps: true },
  'seven days, rest days as others': { make: SEVEN_DAYS, keeps: false },
  'seven days alike': { make: means([5, 5, 5, 5, 5, 5, 5]), keeps: false },
  'seven days, rest days as Sundays': { make: SEVEN_DAYS, keeps: true },
  'weeks of their own': {
    make: always((day, random, week) => (day < 5 ? poisson(4 * week, random) : 0)),
    keeps: true,
    weeksOfTheirOwn: true,
  },
  'random rhythms': { make: drawWeek, keeps: 'drawn' },
  'began late': { make: WORKDAYS, keeps: true, beganLate: true },
  'seven days, began late': { make: SEVEN_DAYS, keeps: false, beganLate: true },
  'stopped for the festival': { make: WORKDAYS, keeps: true, stopsForFestival: true },
  'seven days, stopped for the festival': { make: SEVEN_DAYS, keeps: false, stopsForFestival: true },
};
const ELAPSED = [35, 50, 70, 100, 180];
const LEFT = [14, 42, 90, 180];

/** Every day of these years, described once. */
const DAYS = describeDays(shippedCalendar(), '2010-01-01', '2026-12-31');
const findDay = (day: string): number => DAYS.findIndex((of) => of.day === day);
const LAST_BEGIN = findDay('2025-01-01');
const FESTIVAL_ENDS = DAYS.flatMap(({ festival }, at) =>
  festival && DAYS[at + 1]?.festival === false && at < LAST_BEGIN ? [at] : [],
);

export interface ForecastCell {
  rhythm: string;
  elapsed: number;
  left: number;
}
export const forecastCells = (): ForecastCell[] =>
  Object.keys(RHYTHMS).flatMap((rhythm) =>
    ELAPSED.flatMap((elapsed) => LEFT.map((left) => ({ rhythm, elapsed, left }))),
  );

export interface Coverage {
  held: number;
  told: number;
  /** The same of a straight line fitted to the running total. */
  line: number;
}

const seeded = (seed: string, what: unknown): Random =>
  createRandom(
    createHash('sha256')
      .update(`${seed}|${JSON.stringify(what)}`)
      .digest('hex'),
  );

/** What one contract does on days of the table, from one on. */
function draw(rhythm: Rhythm, from: number, length: number, late: number, random: Random): ServedDay[] {
  const work = rhythm.make(random);
  const keeps = rhythm.keeps === 'drawn' ? random() < 0.5 : rhythm.keeps;
  let [good, week] = [1, NaN];
  return DAYS.slice(from, from + length).map((day, at) => {
    if (rhythm.weeksOfTheirOwn && day.week !== week) good = Math.exp(0.3 * normal(random) - 0.045);
    week = day.week;
    const done = work(actAs(day, keeps, random), random, good);
    return { ...day, output: at < late || (rhythm.stopsForFestival && day.festival) ? 0 : done };
  });
}

/** A holiday that is kept is a Sunday, a make-up day any day of work. */
function actAs({ kind, weekday }: DescribedDay, keeps: boolean, random: Random): number {
  if (!keeps || kind === 'ordinary') return weekday;
  return kind === 'holiday' ? 6 : Math.floor(5 * random());
}

const drawLateness = (rhythm: Rhythm, random: Random): number =>
  rhythm.beganLate ? 10 + Math.floor(40 * random()) : 0;
const total = (days: readonly ServedDay[]): number => days.reduce((sum, { output }) => sum + output, 0);

/**
 * Contracts of one cell from their first day to their last, until so many were told: how often the interval held what then
 * came. Those that stop for the festival are asked during it or after, as a purchase of a calendar year is: what a service
 * will do at its first festival nobody can tell from other weeks.
 */
export function forecastCoverage(cell: ForecastCell, runs: number, seed: string): Coverage {
  const random = seeded(seed, cell);
  const rhythm = RHYTHMS[cell.rhythm] as Rhythm;
  const found: Coverage = { held: 0, told: 0, line: 0 };
  for (let run = 0; found.told < runs && run < 20 * runs; run += 1) {
    const late = drawLateness(rhythm, random);
    const over = late + cell.elapsed;
    const seen = FESTIVAL_ENDS[Math.floor(FESTIVAL_ENDS.length * random())] as number;
    const from = rhythm.stopsForFestival
      ? Math.max(0, seen - Math.floor(random() * (cell.elapsed - 1)))
      : Math.floor(random() * LAST_BEGIN);
    const days = draw(rhythm, from, over + cell.left, late, random);
    const past = days.slice(0, over);
    const forecast = computeForecast({ past, ahead: days.slice(over) });
    if ('insufficient' in forecast) continue;
    found.told += 1;
    const truth = total(days);
    if (forecast.low <= truth && truth <= forecast.high) found.held += 1;
    const [low, high] = fitLine(past, cell.left);
    if (low <= truth && truth <= high) found.line += 1;
  }
  return found;
}

/** The median width of the interval on the first of each month, February on, of contracts of the year 2026. */
export function forecastWidths(runs: number, seed: string): { rhythm: string; widths: number[] }[] {
  const [first, last] = [findDay('2026-01-01'), DAYS.length];
  return Object.entries(RHYTHMS).map(([name, rhythm]) => {
    const random = seeded(seed, ['months', name]);
    const widths = Array.from({ length: 11 }, (): number[] => []);
    for (let run = 0; run < runs; run += 1) {
      const days = draw(rhythm, first, last - first, drawLateness(rhythm, random), random);
      widths.forEach((of, at) => {
        const today = `2026-${String(at + 2).padStart(2, '0')}-01`;
        const forecast = computeForecast({
          past: days.filter(({ day }) => day < today),
          ahead: days.filter(({ day }) => day >= today),
        });
        if (!('insufficient' in forecast)) of.push(forecast.high - forecast.low);
      });
    }
    // Months in which few are told yet (a service that began late) have no width of their own.
    const known = widths.filter((of) => of.length >= runs / 2);
    return { rhythm: name, widths: known.map((of) => of.toSorted((a, b) => a - b)[of.length >> 1] as number) };
  });
}

/** Five visits on every day of 2026 from 5 January on, asked on 1 April: 1 805 at the end. */
export function forecastCase(): { expected: number; low: number; high: number; ok: boolean } {
  const days = DAYS.slice(findDay('2026-01-01')).map((day) => ({ ...day, output: day.day < '2026-01-05' ? 0 : 5 }));
  const forecast = computeForecast({
    past: days.filter(({ day }) => day < '2026-04-01'),
    ahead: days.filter(({ day }) => day >= '2026-04-01'),
  });
  if ('insufficient' in forecast) throw new Error(forecast.insufficient);
  const { expected, low, high } = forecast;
  const ok = expected >= 1770 && expected <= 1840 && low <= 1805 && high >= 1805 && high - low > 20 && high - low < 200;
  return { expected, low, high, ok };
}

/** The 95 % interval of the last point of a line fitted to the running total of the days, by the textbook. */
function fitLine(past: readonly ServedDay[], left: number): [number, number] {
  let sum = 0;
  const running = past.map(({ output }) => (sum += output));
  const n = running.length;
  const [meanX, meanY] = [(n + 1) / 2, running.reduce((a, b) => a + b, 0) / n];
  let [xx, xy] = [0, 0];
  running.forEach((y, i) => {
    xx += (i + 1 - meanX) ** 2;
    xy += (i + 1 - meanX) * (y - meanY);
  });
  const slope = xy / xx;
  const errors = running.reduce((of, y, i) => of + (y - meanY - slope * (i + 1 - meanX)) ** 2, 0);
  const x = n + left;
  const half = 2 * Math.sqrt((errors / (n - 2)) * (1 + 1 / n + (x - meanX) ** 2 / xx));
  const at = meanY + slope * (x - meanX);
  return [at - half, at + half];
}
