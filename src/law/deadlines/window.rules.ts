import { getSpringFestival } from '../calendars/lunar.js';
import { getKnownValue, type DayKind, type WorkingCalendar } from '../calendars/working-calendar.js';
import {
  calendarDays,
  earlier,
  fromEpochDay,
  later,
  toEpochDay,
  getYear,
  type PlainDate,
} from '../../kernel/clock/plain-date.js';
import { percent } from '../../kernel/money/money.js';

/** Days, both included, on which nobody can be served. */
export interface NoService {
  from: PlainDate;
  to: PlainDate;
  why: string | null;
}

export interface WindowInput {
  start: PlainDate;
  /** Not before `start`. */
  end: PlainDate;
  /** Replaces the weeks around Spring Festival (小年 to 元宵); an empty list means none. */
  noService?: readonly NoService[] | undefined;
  /** First and last working days that are left after the no-service days and serve nobody either. */
  rampUpDays?: number | undefined;
  closeOutDays?: number | undefined;
}

export interface WindowFigures {
  start: PlainDate;
  end: PlainDate;
  calendarDays: number;
  workingDays: number | null;
  noService: NoService[] | null;
  effectiveWorkingDays: number | null;
  workingDaysOfYear: number | null;
  /** Effective days over the working days of the year of `start`, percent; null where the window crosses years. */
  shareOfYear: string | null;
  certainty: 'known' | 'uncertain';
  missingYears: number[];
}

/** How much time a window really has. Where a year's calendar is not loaded only the calendar days are known. */
export function windowFigures(calendar: WorkingCalendar, window: WindowInput): WindowFigures {
  const { start, end } = window;
  if (end < start) throw new RangeError('a window ends before it starts');
  const missingYears = calendar.missingYears(start, end);
  const days = calendarDays(start, end);
  if (missingYears.length > 0) return unknownFigures(start, end, days, missingYears);
  const noService = (window.noService ?? springFestivals(start, end)).flatMap((span) => clip(span, start, end));
  const workingDays = count(calendar, start, end);
  const free = mergeSpans(noService).reduce((sum, span) => sum + count(calendar, span.from, span.to), 0);
  const effective = Math.max(0, workingDays - free - (window.rampUpDays ?? 0) - (window.closeOutDays ?? 0));
  const ofYear = getKnownValue(calendar.workingDaysOfYear(getYear(start)));
  return {
    start,
    end,
    calendarDays: days,
    workingDays,
    noService,
    effectiveWorkingDays: effective,
    workingDaysOfYear: ofYear,
    shareOfYear: ofYear === null || getYear(start) !== getYear(end) ? null : percent(effective, ofYear),
    certainty: 'known',
    missingYears: [],
  };
}

/** The effective working days themselves, oldest first; null where a year's calendar is not loaded. */
export function listEffectiveDays(
  calendar: WorkingCalendar,
  start: PlainDate,
  end: PlainDate,
): readonly PlainDate[] | null {
  if (calendar.missingYears(start, end).length > 0) return null;
  return recall(calendar, `${start} ${end}`, () => findEffectiveDays(calendar, start, end));
}

/** Most purchases of a year have one of a few windows: each is counted out once per calendar. */
const recalled = new WeakMap<WorkingCalendar, Map<string, readonly PlainDate[]>>();
const MOST_RECALLED = 1_000;

function recall(calendar: WorkingCalendar, key: string, find: () => PlainDate[]): readonly PlainDate[] {
  const windows = recalled.get(calendar) ?? new Map<string, readonly PlainDate[]>();
  recalled.set(calendar, windows);
  const known = windows.get(key);
  if (known !== undefined) return known;
  if (windows.size >= MOST_RECALLED) windows.clear();
  const found = find();
  windows.set(key, found);
  return found;
}

function findEffectiveDays(calendar: WorkingCalendar, start: PlainDate, end: PlainDate): PlainDate[] {
  const free = mergeSpans(springFestivals(start, end).flatMap((span) => clip(span, start, end)));
  const days: PlainDate[] = [];
  for (let day = toEpochDay(start); day <= toEpochDay(end); day += 1) {
    const date = fromEpochDay(day);
    const isFree = free.some(({ from, to }) => from <= date && date <= to);
    if (!isFree && getKnownValue(calendar.isWorkingDay(date)) === true) days.push(date);
  }
  return days;
}

/** A day as it stands in its week and in the calendar. */
export interface DescribedDay {
  day: PlainDate;
  /** From Monday, 0, to Sunday, 6. */
  weekday: number;
  /** Days of one week, from its Monday on, have the same number. */
  week: number;
  /** `holiday`: free from Monday to Friday; `makeup`: a weekend that is worked; null: its year's calendar is not loaded. */
  kind: 'ordinary' | DayKind | null;
  /** From 小年 to 元宵. */
  festival: boolean;
}

/** Every day of a window, oldest first. The festival of a year lies within it, so that each day asks for that one alone. */
export function describeDays(calendar: WorkingCalendar, start: PlainDate, end: PlainDate): DescribedDay[] {
  const festivals = new Map(springFestivals(start, end).map((span) => [getYear(span.from), span]));
  return Array.from({ length: calendarDays(start, end) }, (_, i) => {
    const number = toEpochDay(start) + i;
    const day = fromEpochDay(number);
    const weekday = (number + 3) % 7;
    const works = getKnownValue(calendar.isWorkingDay(day));
    return {
      day,
      weekday,
      week: Math.floor((number + 3) / 7),
      kind: works === null ? null : works === weekday < 5 ? 'ordinary' : works ? 'makeup' : 'holiday',
      festival: coversDay(festivals.get(getYear(day)), day),
    };
  });
}

const coversDay = (span: NoService | undefined, day: PlainDate): boolean =>
  span !== undefined && span.from <= day && day <= span.to;

/** 小年 to 元宵 of every year the window touches: the default, a choice of this product after the study. */
function springFestivals(start: PlainDate, end: PlainDate): NoService[] {
  return Array.from({ length: getYear(end) - getYear(start) + 1 }, (_, i) => {
    const festival = getSpringFestival(getYear(start) + i);
    return { from: festival.littleNewYear, to: festival.lanternFestival, why: 'spring_festival' };
  });
}

function unknownFigures(start: PlainDate, end: PlainDate, days: number, missingYears: number[]): WindowFigures {
  const none = {
    workingDays: null,
    noService: null,
    effectiveWorkingDays: null,
    workingDaysOfYear: null,
    shareOfYear: null,
  };
  return { start, end, calendarDays: days, ...none, certainty: 'uncertain', missingYears };
}

function clip(span: NoService, start: PlainDate, end: PlainDate): NoService[] {
  const from = later(span.from, start);
  const to = earlier(span.to, end);
  return from <= to ? [{ ...span, from, to }] : [];
}

/** Overlapping spans count once. */
function mergeSpans(spans: readonly NoService[]): { from: PlainDate; to: PlainDate }[] {
  const result: { from: PlainDate; to: PlainDate }[] = [];
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last === undefined || span.from > last.to) result.push({ from: span.from, to: span.to });
    else last.to = later(last.to, span.to);
  }
  return result;
}

function count(calendar: WorkingCalendar, from: PlainDate, to: PlainDate): number {
  const days = getKnownValue(calendar.countWorkingDays(from, to));
  if (days === null) throw new Error('a year of the window is not loaded');
  return days;
}
