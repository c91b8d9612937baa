import { addDays } from '../src/kernel/clock/plain-date.js';
import type { DayOfService, DeliveryFacts } from '../src/watch/facts/delivery-facts.js';
import type { Random } from '../src/watch/statistics/random.js';

export const exponential = (random: Random): number => -Math.log(1 - random());

/** Each week has a level of its own, which says nothing of the next one's. */
function drawWeeks(random: Random, days: readonly string[], isFirst: (index: number) => boolean): DayOfService[] {
  let level = 1;
  return days.map((key, i) => {
    if (isFirst(i)) level = Math.exp(2.4 * (random() + random() + random() - 1.5));
    return { key, minutes: Math.round(60 * level * exponential(random)) };
  });
}

/** Honest ways to work: what a day brings does not depend on how near the end is. */
const SHAPES = {
  'every day alike': (random, days) => days.map((key) => ({ key, minutes: Math.round(60 * exponential(random)) })),
  'many records on few days': (random, days) =>
    days.flatMap((key) => (random() < 0.06 ? [{ key, minutes: Math.round(2_000 * exponential(random)) }] : [])),
  'a group every Wednesday': (random, days) =>
    days.map((key) => ({
      key,
      minutes: Math.round((new Date(key).getUTCDay() === 3 ? 600 : 10) * exponential(random)),
    })),
  'heavy days': (random, days) => days.map((key) => ({ key, minutes: Math.round(30 * exponential(random) ** 4) })),
  'Sundays too': (random, days) =>
    days.flatMap((key) =>
      [key, addDays(key, 2)].map((each) => ({ key: each, minutes: Math.round(60 * exponential(random)) })),
    ),
  'weeks that differ': (random, days) => drawWeeks(random, days, (i) => i % 5 === 0),
  'weeks that differ, from Monday on': (random, days) =>
    drawWeeks(
      random,
      days,
      (i) => i === 0 || new Date(days[i] ?? '').getUTCDay() <= new Date(days[i - 1] ?? '').getUTCDay(),
    ),
  'a day like the one before': (random, days) => {
    let level = 0;
    return days.map((key) => {
      level = 0.7 * level + Math.sqrt(0.51) * (random() + random() + random() - 1.5) * 2;
      return { key, minutes: Math.round(60 * Math.exp(level)) };
    });
  },
} satisfies Record<string, (random: Random, days: readonly string[]) => DayOfService[]>;

type OutputShape = keyof typeof SHAPES;
export const OUTPUT_SHAPES = Object.keys(SHAPES) as OutputShape[];

/** What was done on each day, of which each is there once. */
export function honestOutput(shape: OutputShape, days: readonly string[], random: Random): DayOfService[] {
  const sums = new Map<string, number>();
  for (const { key, minutes } of SHAPES[shape](random, days)) sums.set(key, (sums.get(key) ?? 0) + minutes);
  return [...sums].map(([key, minutes]) => ({ key, minutes }));
}

/** A window of four months, half a year or a year; `short` where half of its days before the last part are not effective, as after a late start. */
export interface OutputWindow {
  months: 4 | 6 | 12;
  short: boolean;
}

const START = '2025-01-01';
const ENDS = { 4: '2025-04-30', 6: '2025-06-30', 12: '2025-12-31' } as const;

/** Days from Monday to Friday; those of the holidays make no difference here. */
export function listEffectiveDays({ months, short }: OutputWindow): string[] {
  const end = ENDS[months];
  const days: string[] = [];
  for (let day: string = START; day <= end; day = addDays(day, 1)) {
    const weekday = new Date(day).getUTCDay();
    if (weekday > 0 && weekday < 6) days.push(day);
  }
  return short ? days.slice(Math.floor(0.425 * days.length)) : days;
}

/** A contract that is over, with what its records say. */
export const outputFacts = (
  window: OutputWindow,
  effective: readonly string[],
  output: DayOfService[],
): DeliveryFacts => ({
  subject: { type: 'contract', id: 'honest', key: 'honest' },
  asOf: '2026-06-30',
  conflicts: [],
  category: { code: 'ELDERLY_HOME_CARE', continuous: true },
  window: { value: { start: START, end: ENDS[window.months] }, record: 'contract:honest', source: null },
  effective: [...effective],
  ...{ planned: null, plannedDays: null },
  output,
  ...{ targets: null, accepted: [], finalEvaluation: null, local: null, budgetLine: null, schedule: null },
  nextIssue: { method: null, safe: null, planner: 'unknown' },
});
