import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { Measure } from '../../../purchase/tenders/conducted/terms/measure.rules.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { listEffectiveDays } from '../../../law/deadlines/window.rules.js';
import { computeForecast, type DayOutput, type Forecast } from './forecast.rules.js';

/** Of each standard that counts services, visits or minutes: what the records within the contract come to, by day. */
export type Outputs = ReadonlyMap<number, readonly DayOutput[]>;
/** How many different recipients were served, by form and content asked for; of those standards alone that ask it. */
type RecipientsServed = ReadonlyMap<number, number>;

export interface ProgressGround {
  standards: readonly Standard[];
  /** The window, cut off where the contract ended before its time. */
  from: PlainDate;
  to: PlainDate;
  /** The day on which it is asked: not over yet, so it is still ahead. */
  today: PlainDate;
  calendar: WorkingCalendar;
  outputs: Outputs;
  recipients: RecipientsServed;
}

export const PROGRESS_STATES = ['reached', 'on_course', 'misses', 'insufficient_data', 'not_applicable'] as const;
export type ProgressState = (typeof PROGRESS_STATES)[number];
/** What an indicator would need to be told. */
export type ProgressReason = 'measure' | 'target' | 'calendar' | 'effective_days' | 'weeks' | 'recipients_are_no_rate';

interface IndicatorProgress {
  no: number;
  text: string;
  unit: string | null;
  measure: Measure | null;
  target: number | null;
  /** Up to today; null where nothing counts toward it. */
  done: number | null;
  forecast: Forecast | null;
  state: ProgressState;
  reason: ProgressReason | null;
}
export interface Progress {
  effectiveDays: { total: number; elapsed: number; left: number } | null;
  missingYears: number[];
  indicators: IndicatorProgress[];
}

/** Each standard of a contract: what was to be done, what is done, and what will be at this rate. */
export function deriveProgress(ground: ProgressGround): Progress {
  const { standards, from, to, today, calendar } = ground;
  const effective = listEffectiveDays(calendar, from, to);
  const elapsed = effective?.filter((day) => day < today) ?? [];
  const left = effective?.filter((day) => day >= today) ?? [];
  const split = effective && { elapsed, left: left.length };
  return {
    effectiveDays: effective && { total: effective.length, elapsed: elapsed.length, left: left.length },
    missingYears: calendar.missingYears(from, to),
    indicators: standards.map((standard) => indicator(standard, ground, split)),
  };
}

function indicator(
  standard: Standard,
  { outputs: known, recipients, today }: ProgressGround,
  split: { elapsed: readonly PlainDate[]; left: number } | null,
): IndicatorProgress {
  const { no, text, unit = null, target = null, measure = null } = standard;
  const about = { no, text, unit, measure, target };
  const unknown = (reason: ProgressReason, done: number | null): IndicatorProgress => ({
    ...about,
    done,
    forecast: null,
    state: target !== null && done !== null && done >= target ? 'reached' : 'insufficient_data',
    reason,
  });
  if (measure === null) return unknown('measure', null);
  // Who was served once is not served anew: the number of people has no rate a day.
  if (measure.of === 'recipients') return unknown('recipients_are_no_rate', recipients.get(no) ?? 0);
  const outputs = new Map(known.get(no)?.map(({ day, output }) => [day, output]));
  const done = [...outputs.values()].reduce((sum, output) => sum + output, 0);
  if (split === null) return unknown('calendar', done);
  const inside = new Set(split.elapsed);
  const other: DayOutput[] = [...outputs].filter(([day]) => !inside.has(day) && day < today).map(toDayOutput);
  const elapsed = split.elapsed.map((day) => ({ day, output: outputs.get(day) ?? 0 }));
  const told = computeForecast({ elapsed, otherDays: other, daysLeft: split.left });
  if ('insufficient' in told) return unknown(told.insufficient === 'few_weeks' ? 'weeks' : 'effective_days', done);
  // What today has brought already is part of what was expected of it.
  const forecast: Forecast = {
    ...told,
    done,
    expected: Math.max(told.expected, done),
    low: Math.max(told.low, done),
    high: Math.max(told.high, done),
  };
  if (target === null) return { ...about, done, forecast, state: 'not_applicable', reason: 'target' };
  const state = done >= target ? 'reached' : forecast.expected < target ? 'misses' : 'on_course';
  return { ...about, done, forecast, state, reason: null };
}

const toDayOutput = ([day, output]: [PlainDate, number]): DayOutput => ({ day, output });
