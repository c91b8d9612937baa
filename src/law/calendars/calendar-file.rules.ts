import { isPlainDate, weekday, getYear } from '../../kernel/clock/plain-date.js';
import { DAY_KINDS, type CalendarDay, type DayKind } from './working-calendar.js';

/** What is wrong with one entry of a calendar; `line` counts entries from 1, 0 means the whole. */
export interface CalendarFault {
  line: number;
  code:
    | 'not_a_calendar'
    | 'no_days'
    | 'malformed_date'
    | 'other_year'
    | 'unknown_kind'
    | 'no_name'
    | 'repeated_day'
    | 'makeup_on_a_weekday';
}

export const FIRST_CALENDAR_YEAR = 1950;
export const LAST_CALENDAR_YEAR = 2200;

/** The days of a year, in order of date, or everything that is wrong with them. */
export type CheckedYear = { ok: true; days: CalendarDay[] } | { ok: false; faults: CalendarFault[] };

/**
 * A calendar year is what a State Council notice says: every day of it lies in the year, is free or made up, has a name
 * and appears once. A make-up day on a weekday would be a day worked anyway: a slip of the year or of the kind.
 */
export function checkYear(year: number, entries: readonly unknown[]): CheckedYear {
  const faults: CalendarFault[] = [];
  const days: CalendarDay[] = [];
  const seen = new Set<string>();
  entries.forEach((entry, index) => {
    const { date, kind, name } = fields(entry);
    const add = (code: CalendarFault['code']): void => void faults.push({ line: index + 1, code });
    const known = DAY_KINDS.find((each) => each === kind);
    if (!isPlainDate(date)) return add('malformed_date');
    if (getYear(date) !== year) add('other_year');
    if (known === undefined) add('unknown_kind');
    if (typeof name !== 'string' || name.trim() === '' || name.length > 100) add('no_name');
    if (seen.has(date)) add('repeated_day');
    if (known === 'makeup' && weekday(date) !== 0 && weekday(date) !== 6) add('makeup_on_a_weekday');
    seen.add(date);
    days.push({ date, kind: known ?? 'holiday', name: String(name) });
  });
  if (entries.length === 0) faults.push({ line: 0, code: 'no_days' });
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, days: days.toSorted((a, b) => (a.date < b.date ? -1 : 1)) };
}

/**
 * Reads a calendar file: JSON (a list of `{date, kind, name}`, or an object with `days` and perhaps `source`), or CSV with
 * the header `date,kind,name`.
 */
export function readCalendarFile(year: number, text: string): { source: string | null; checked: CheckedYear } {
  const body = text.replace(/^\uFEFF/, '').trim();
  const parsed = /^[[{]/.test(body) ? fromJson(body) : fromCsv(body);
  if (parsed === null) return { source: null, checked: { ok: false, faults: [{ line: 0, code: 'not_a_calendar' }] } };
  return { source: parsed.source, checked: checkYear(year, parsed.entries) };
}

interface Parsed {
  source: string | null;
  entries: readonly unknown[];
}

function fromJson(body: string): Parsed | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (Array.isArray(value)) return { source: null, entries: value };
  const { days, source } = value as { days?: unknown; source?: unknown };
  return Array.isArray(days) ? { source: typeof source === 'string' ? source : null, entries: days } : null;
}

function fromCsv(body: string): Parsed | null {
  const [header, ...lines] = body.split(/\r?\n/);
  if (header?.replaceAll(' ', '') !== 'date,kind,name') return null;
  const entries = lines.filter((line) => line.trim() !== '').map((line) => line.split(',').map((cell) => cell.trim()));
  return {
    source: null,
    entries: entries.map(([date, kind, name, ...rest]) => (rest.length > 0 ? {} : { date, kind, name })),
  };
}

function fields(entry: unknown): { date?: unknown; kind?: unknown; name?: unknown } {
  return typeof entry === 'object' && entry !== null ? entry : {};
}

/** True where two years say the same of every day. */
export function sameDays(a: readonly CalendarDay[], b: readonly CalendarDay[]): boolean {
  const line = (day: { date: string; kind: DayKind; name: string }): string => `${day.date} ${day.kind} ${day.name}`;
  return a.length === b.length && a.map(line).toSorted().join('\n') === b.map(line).toSorted().join('\n');
}
