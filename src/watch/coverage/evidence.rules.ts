import { addDays, earlier, fromEpochDay, toEpochDay, type PlainDate } from '../../kernel/clock/plain-date.js';
import { percent } from '../../kernel/money/money.js';
import type { WorkingCalendar } from '../../law/calendars/working-calendar.js';
import { describeDays, type DescribedDay } from '../../law/deadlines/window.rules.js';
import type { ServiceDays } from '../../purchase/tenders/conducted/terms/price-types.js';
import type { Interval } from '../rules/intervals.rules.js';
import type { ServicePromise } from './coverage-types.js';

/** POLICY: of a contract that does not say on which days it serves, a week with a record is a week that was served. */
const ASSUMED: ServicePromise = { times: 1, every: 'week', restDays: 'served', festival: 'stops', assumed: true };

/** What was recorded of a contract on one line, and what it promises. */
export interface Evidence {
  /** Days with a record, each once, oldest first. */
  days: readonly PlainDate[];
  promised: ServiceDays | null;
}

export interface EvidenceKnown {
  today: PlainDate;
  calendar: WorkingCalendar;
}

interface EvidenceFigures {
  evidencedDays: number | null;
  evidencedMonths: number | null;
  promisedDays: number | null;
  evidencedShare: string | null;
  promise: ServicePromise | null;
}

const UNKNOWN: EvidenceFigures = {
  evidencedDays: null,
  evidencedMonths: null,
  promisedDays: null,
  evidencedShare: null,
  promise: null,
};

/** How far the days of a contract on a line, up to the day it is looked at, are evidenced; null where nothing is recorded. */
export function computeEvidence(
  counted: Interval | null,
  evidence: Evidence | null,
  known: EvidenceKnown | null,
): EvidenceFigures {
  if (evidence === null) return UNKNOWN;
  const promise = evidence.promised === null ? ASSUMED : { ...evidence.promised, assumed: false };
  const inside = counted === null ? [] : evidence.days.filter((day) => coversDay(day, counted));
  const kept = counted === null || known === null ? null : countKeptDays(counted, new Set(inside), promise, known);
  return {
    evidencedDays: inside.length,
    evidencedMonths: new Set(inside.map(toMonth)).size,
    promisedDays: kept?.promised ?? null,
    evidencedShare: kept === null ? null : percent(kept.done, kept.promised),
    promise,
  };
}

const coversDay = (day: PlainDate, { from, to }: Interval): boolean => {
  const number = toEpochDay(day);
  return from <= number && number <= to;
};
const toMonth = (day: PlainDate): string => day.slice(0, 7);

/** In periods that lie wholly within these days and are over: the days that are promised, and those of them that were kept. */
function countKeptDays(
  counted: Interval,
  recorded: ReadonlySet<PlainDate>,
  promise: ServicePromise,
  { today, calendar }: EvidenceKnown,
): { promised: number; done: number } | null {
  const last = earlier(fromEpochDay(counted.to), addDays(today, -1));
  const first = fromEpochDay(counted.from);
  if (last < first) return { promised: 0, done: 0 };
  const days = describeDays(calendar, first, last);
  if (asksCalendar(promise) && days.some(({ kind }) => kind === null)) return null;
  const sum = { promised: 0, done: 0 };
  for (const period of listPeriods(days, promise.every)) {
    const done = period.filter(({ day }) => recorded.has(day)).length;
    const promised = countPromisedDays(period, promise, done);
    sum.promised += promised;
    sum.done += Math.min(done, promised);
  }
  return sum;
}

const asksCalendar = ({ every, restDays }: ServicePromise): boolean => restDays === 'kept' || every === 'working_day';

/** Days of one period each, oldest first; a part of a week or of a month is none. */
function listPeriods(days: readonly DescribedDay[], every: ServicePromise['every']): DescribedDay[][] {
  const namePeriod = ({ day, week }: DescribedDay): string =>
    every === 'week' ? String(week) : every === 'month' ? toMonth(day) : day;
  const periods = new Map<string, DescribedDay[]>();
  for (const day of days) {
    const period = periods.get(namePeriod(day));
    if (period) period.push(day);
    else periods.set(namePeriod(day), [day]);
  }
  return [...periods.values()].filter((period) => isWhole(period, every));
}

function isWhole(period: readonly DescribedDay[], every: ServicePromise['every']): boolean {
  if (every === 'week') return period.length === 7;
  if (every !== 'month') return true;
  const [first, last] = [period[0], period.at(-1)];
  return first?.day.slice(8) === '01' && last !== undefined && addDays(last.day, 1).slice(8) === '01';
}

/** On how many days of a period service is promised: never on more than can be served. */
function countPromisedDays(period: readonly DescribedDay[], promise: ServicePromise, done: number): number {
  if (promise.assumed) return period.every(({ festival }) => festival) ? Math.min(1, done) : 1;
  const open = period.filter((day) => isServed(day, promise)).length;
  return promise.every === 'day' || promise.every === 'working_day' ? open : Math.min(promise.times, open);
}

function isServed(
  { weekday, kind, festival }: DescribedDay,
  { every, restDays, festival: at }: ServicePromise,
): boolean {
  if (festival && at === 'stops') return false;
  const isWeekday = weekday < 5;
  if (restDays === 'kept') return kind === 'makeup' || (isWeekday && kind !== 'holiday');
  return every !== 'working_day' || isWeekday || kind === 'makeup';
}
