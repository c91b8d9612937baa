import { earliestDay, latestDay } from '../../kernel/clock/partial-date.js';
import { calendarDays, earlier, iso, later, getYear, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { WorkingCalendar } from '../../law/calendars/working-calendar.js';
import { windowFigures, type NoService } from '../../law/deadlines/window.rules.js';
import type { SpanFigures, WindowDates, WindowSpan } from '../facts/fact-types.js';

/** What a calendar template says beside the dates; left out: the weeks around Spring Festival, no ramp-up or close-out. */
export interface SpanSettings {
  noService?: readonly NoService[];
  rampUpDays?: number;
  closeOutDays?: number;
}

/**
 * The least and the most a window can be, given how finely its days are known: from the last possible start to the first
 * possible end, and from the first possible start to the last possible end. Null where one of them is not known at all,
 * or the window ends before it can start.
 */
export function computeSpan(
  window: WindowDates,
  calendar: WorkingCalendar,
  settings: SpanSettings = {},
): WindowSpan | null {
  if (window.start === null || window.end === null) return null;
  const from = earliestDay(window.start);
  const to = latestDay(window.end);
  if (to < from) return null;
  const missingYears = calendar.missingYears(from, to);
  const shortest = { start: latestDay(window.start), end: earliestDay(window.end) };
  return {
    shortest: computeLeastSpan(shortest.start, shortest.end, calendar, settings),
    longest: { ...figures(from, to), effectiveWorkingDays: effective(from, to, calendar, settings) },
    missingYears,
  };
}

/** At least one day; the effective days of the longest run of loaded years are certain, whatever the others bring. */
function computeLeastSpan(
  start: PlainDate,
  end: PlainDate,
  calendar: WorkingCalendar,
  settings: SpanSettings,
): SpanFigures {
  if (end <= start) return { ...figures(start, start), effectiveWorkingDays: 0 };
  const runs = loadedRuns(start, end, calendar);
  const days = runs.map((run) => effective(run.from, run.to, calendar, settings) ?? 0);
  return { ...figures(start, end), effectiveWorkingDays: days.length === 0 ? null : Math.max(...days) };
}

function figures(start: PlainDate, end: PlainDate): Omit<SpanFigures, 'effectiveWorkingDays'> {
  return { start, end, calendarDays: calendarDays(start, end) };
}

function effective(start: PlainDate, end: PlainDate, calendar: WorkingCalendar, settings: SpanSettings): number | null {
  return windowFigures(calendar, { start, end, ...settings }).effectiveWorkingDays;
}

function loadedRuns(start: PlainDate, end: PlainDate, calendar: WorkingCalendar): { from: PlainDate; to: PlainDate }[] {
  const runs: { from: PlainDate; to: PlainDate }[] = [];
  for (const year of calendar.loadedYears()) {
    if (year < getYear(start) || year > getYear(end)) continue;
    const last = runs.at(-1);
    const to = earlier(end, iso(year, 12, 31));
    if (last !== undefined && getYear(last.to) === year - 1) last.to = to;
    else runs.push({ from: later(start, iso(year, 1, 1)), to });
  }
  return runs;
}
