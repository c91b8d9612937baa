import { createHash } from 'node:crypto';
import { computeForecast, type DayOutput } from '../src/care/delivery/progress/forecast.rules.js';
import { fromEpochDay } from '../src/kernel/clock/plain-date.js';
import { createRandom, type Random } from '../src/watch/statistics/random.js';
import { normal, poisson } from './draws.js';

/** How an agency works, day by day; `weekday` counts from Monday, 0. */
const RHYTHMS: Record<string, (weekday: number, random: Random) => number> = {
  'even days': (weekday, random) => (weekday < 5 ? poisson(4, random) : 0),
  'uneven days': (weekday, random) => (weekday < 5 ? poisson(4 * Math.exp(0.8 * normal(random) - 0.32), random) : 0),
  'minutes of care': (weekday, random) => (weekday < 5 ? Math.round(300 * Math.exp(0.5 * normal(random))) : 0),
  seldom: (weekday, random) => (weekday < 5 && random() < 0.4 ? 1 + poisson(1, random) : 0),
  'full Mondays': (weekday, random) => poisson([6, 5, 4, 3, 2, 0, 0][weekday] ?? 0, random),
  'a group on Wednesdays': (weekday, random) => (weekday === 2 ? poisson(15, random) : 0),
  'seven days a week': (weekday, random) => poisson(weekday < 5 ? 5 : 3, random),
};
/** 2020-01-06. */
const MONDAY = 18_267;
const ELAPSED = [20, 30, 45, 60, 89];
const LEFT = [10, 29, 60];

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

/** Contracts of one cell from their first day to their last: how often the interval held what then came. */
export function forecastCoverage(cell: ForecastCell, runs: number, seed: string): Coverage {
  const random = createRandom(
    createHash('sha256')
      .update(`${seed}|${JSON.stringify(cell)}`)
      .digest('hex'),
  );
  const work = RHYTHMS[cell.rhythm] as (weekday: number, random: Random) => number;
  const found: Coverage = { held: 0, told: 0, line: 0 };
  for (let run = 0; run < runs; run += 1) {
    const { input, total, running } = contract(cell, work, random);
    const forecast = computeForecast(input);
    if ('insufficient' in forecast) continue;
    found.told += 1;
    if (forecast.low <= total && total <= forecast.high) found.held += 1;
    const [low, high] = fitted(running, cell.left);
    if (low <= total && total <= high) found.line += 1;
  }
  return found;
}

/** One working day in twenty-five is a holiday, and the first day is any of the week. */
function contract({ elapsed, left }: ForecastCell, work: (weekday: number, random: Random) => number, random: Random) {
  const input = { elapsed: [] as DayOutput[], otherDays: [] as DayOutput[] };
  const running: number[] = [];
  let [total, day, past, ahead] = [0, Math.floor(random() * 7), 0, 0];
  while (ahead < left) {
    const weekday = day % 7;
    const effective = weekday < 5 && random() >= 0.04;
    const output = effective || weekday >= 5 ? work(weekday, random) : 0;
    const entry = { day: fromEpochDay(MONDAY + day), output };
    day += 1;
    const over = past === elapsed;
    total += output;
    if (over) ahead += effective ? 1 : 0;
    else if (effective) {
      past += 1;
      input.elapsed.push(entry);
      running.push(total);
    } else if (output > 0) input.otherDays.push(entry);
  }
  return { input: { ...input, daysLeft: left }, total, running };
}

/** The 95 % interval of the last point of a line fitted to the running total, by the textbook. */
function fitted(running: readonly number[], left: number): [number, number] {
  const n = running.length;
  const [meanX, meanY] = [(n + 1) / 2, running.reduce((a, b) => a + b, 0) / n];
  let [xx, xy] = [0, 0];
  running.forEach((y, i) => {
    xx += (i + 1 - meanX) ** 2;
    xy += (i + 1 - meanX) * (y - meanY);
  });
  const slope = xy / xx;
  const errors = running.reduce((sum, y, i) => sum + (y - meanY - slope * (i + 1 - meanX)) ** 2, 0);
  const x = n + left;
  const half = 2 * Math.sqrt((errors / (n - 2)) * (1 + 1 / n + (x - meanX) ** 2 / xx));
  const at = meanY + slope * (x - meanX);
  return [at - half, at + half];
}
