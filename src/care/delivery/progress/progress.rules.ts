import { calendarDays, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { Measure } from '../../../purchase/tenders/conducted/terms/measure.rules.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { describeDays, listEffectiveDays, type DescribedDay } from '../../../law/deadlines/window.rules.js';
import { computeForecast, type Forecast } from './forecast.rules.js';

interface DayOutput {
  day: PlainDate;
  output: number;
}

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
export type ProgressReason = 'measure' | 'target' | 'not_begun' | 'weeks' | 'calendar' | 'recipients_are_no_rate';

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

/** Days of twenty years: no service is promised for longer, and no draft that says 9999 is foretold day by day. */
const LONGEST = 7305;

/** Each standard of a contract: what was to be done, what is done, and what will be at this rate. */
export function deriveProgress(ground: ProgressGround): Progress {
  const { standards, from, to, today, calendar } = ground;
  const effective = listEffectiveDays(calendar, from, to);
  const elapsed = effective?.filter((day) => day < today).length ?? 0;
  const days = calendarDays(from, to) > LONGEST ? null : describeDays(calendar, from, to);
  return {
    effectiveDays: effective && { total: effective.length, elapsed, left: effective.length - elapsed },
    missingYears: calendar.missingYears(from, to),
    indicators: standards.map((standard) => indicator(standard, ground, days)),
  };
}

function indicator(
  standard: Standard,
  { outputs: known, recipients, today }: ProgressGround,
  days: readonly DescribedDay[] | null,
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
  if (days === null) return unknown('calendar', done);
  const past = days.filter(({ day }) => day < today).map((day) => ({ ...day, output: outputs.get(day.day) ?? 0 }));
  const told = computeForecast({ past, ahead: days.filter(({ day }) => day >= today) });
  if ('insufficient' in told) return unknown(told.insufficient, done);
  // What lies outside the window is done all the same; what today has brought is part of what was expected of it.
  const beside = done - days.reduce((sum, { day }) => sum + (outputs.get(day) ?? 0), 0);
  const toTotal = (output: number): number => Math.max(output + beside, done);
  const forecast: Forecast = {
    ...told,
    done,
    expected: toTotal(told.expected),
    low: toTotal(told.low),
    high: toTotal(told.high),
  };
  if (target === null) return { ...about, done, forecast, state: 'not_applicable', reason: 'target' };
  const state = done >= target ? 'reached' : forecast.expected < target ? 'misses' : 'on_course';
  return { ...about, done, forecast, state, reason: null };
}
