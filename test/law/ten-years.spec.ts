import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { earliestEnd, latestStart, periodEnd, readPeriod, type Period } from '../../src/law/deadlines/periods.rules.js';
import { RULES } from '../../src/law/rules/rule-book.js';
import { tooShort } from '../../src/purchase/tenders/conducted/issue.rules.js';
import { shippedYears } from '../../src/law/calendars/shipped-calendar.js';
import { toCertain, WorkingCalendar, type Certain } from '../../src/law/calendars/working-calendar.js';
import { SlowCalendar, type Answer, type Unit } from './slow-calendar.js';

const FIRST = 2017;
const LAST = 2026;

function calendarOf(first: number, last: number): WorkingCalendar {
  const years = shippedYears().filter(({ year }) => year >= first && year <= last);
  return new WorkingCalendar(
    years.flatMap(({ days }) => days),
    years.map(({ year }) => year),
  );
}
const calendar = calendarOf(FIRST, LAST);
const slow = new SlowCalendar(FIRST, LAST);
const starts = slow.between(`${FIRST}-01-01`, `${LAST}-12-31`).map(({ text }) => text);

const said = (answer: Certain<string>): Answer =>
  answer.certainty === 'known' ? answer.value : { unknown: answer.missingYears[0] ?? NaN };
const text = (answer: Answer): string => (typeof answer === 'string' ? answer : `unknown from ${answer.unknown}`);

/** The first days on which the two differ. */
function differing(days: readonly string[], fast: (day: string) => Certain<string>, other: (day: string) => Answer) {
  const found = days.flatMap((day) => {
    const [a, b] = [text(said(fast(day))), text(other(day))];
    return a === b ? [] : [`${day}: ${a}, slowly ${b}`];
  });
  return found.slice(0, 10);
}

/** As the file of rules has them, read here by its own words: every rule whose value is a length of time. */
interface Row {
  id: string;
  value: unknown;
  unit: string;
}
const FILE = new URL('../../src/law/rules/data/rules-cn.json', import.meta.url);
const UNITS: readonly string[] = ['calendar_day', 'working_day', 'month', 'year'] satisfies Unit[];
const rows = (JSON.parse(readFileSync(FILE, 'utf8')) as { rules: Row[] }).rules.filter(
  (row) => UNITS.includes(row.unit) && typeof row.value === 'number',
);
const periods = new Map<string, { period: Period; ids: string[] }>();
for (const { id, value, unit } of rows) {
  const key = `${String(value)} ${unit}`;
  const known = periods.get(key) ?? { period: { value: value as number, unit: unit as Unit }, ids: [] };
  periods.set(key, { ...known, ids: [...known.ids, id] });
}
const cases = [...periods.entries()].map(([key, { period, ids }]) => ({ key, period, rules: ids.join(', ') }));
const inDays = cases.filter(({ period }) => ['calendar_day', 'working_day'].includes(period.unit));

describe('ten years of days, by the product and by walking them one by one', () => {
  it('are 3652 days, and 52 rules that state 22 lengths of time', () => {
    expect([starts.length, starts[0], starts.at(-1)]).toEqual([3652, '2017-01-01', '2026-12-31']);
    expect(rows.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['CONSULT-PREP-10D', 'CONTRACT-30D', 'GPS-TERM-3Y']),
    );
    expect([rows.length, cases.length]).toEqual([52, 22]);
    expect(RULES.filter((rule) => readPeriod(rule) !== null).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  });

  it('are worked or free alike', () => {
    const works = (day: string) => calendar.isWorkingDay(day);
    const differ = slow.between('2017-01-01', '2026-12-31').filter((day) => {
      const answer = works(day.text);
      return answer.certainty === 'uncertain' || answer.value !== day.works;
    });
    expect(differ).toEqual([]);
    for (let year = FIRST; year <= LAST; year += 1)
      expect([year, calendar.workingDaysOfYear(year)]).toEqual([
        year,
        { certainty: 'known', value: slow.count(`${year}-01-01`, `${year}-12-31`) },
      ]);
  });

  it('have the same next and last working day, from every day', () => {
    expect(
      differing(
        starts,
        (d) => calendar.roundUpToWorkingDay(d),
        (d) => slow.worked(d, 1),
      ),
    ).toEqual([]);
    expect(
      differing(
        starts,
        (d) => calendar.roundDownToWorkingDay(d),
        (d) => slow.worked(d, -1),
      ),
    ).toEqual([]);
    expect(
      differing(
        starts,
        (d) => calendar.nextWorkingDay(d),
        (d) => slow.workedDays(d, 1, 1),
      ),
    ).toEqual([]);
    expect(
      differing(
        starts,
        (d) => calendar.previousWorkingDay(d),
        (d) => slow.workedDays(d, 1, -1),
      ),
    ).toEqual([]);
  });

  it.each([2, 3, 5, 7, 10, 15, 30, 60, 250])('have the same %i-th working day after and before every day', (n) => {
    expect(
      differing(
        starts,
        (d) => calendar.addWorkingDays(d, n),
        (d) => slow.workedDays(d, n, 1),
      ),
    ).toEqual([]);
    expect(
      differing(
        starts,
        (d) => calendar.addWorkingDays(d, -n),
        (d) => slow.workedDays(d, n, -1),
      ),
    ).toEqual([]);
  });

  it('have as many working days in a window from every day, short or of years', () => {
    const windows = starts.flatMap((from, i) =>
      [0, 1, 6, 30, 150, 366, 1200].map((n) => [from, starts[i + n]] as const),
    );
    const whole = windows.filter((w): w is [string, string] => w[1] !== undefined);
    expect(whole.length).toBeGreaterThan(20_000);
    const differ = whole.filter(([from, to]) => {
      const answer = calendar.countWorkingDays(from, to);
      return answer.certainty === 'uncertain' || answer.value !== slow.count(from, to);
    });
    expect(differ).toEqual([]);
  });
});

describe('every length of time that a rule states', () => {
  it.each(cases)('$key ends alike from every day of ten years ($rules)', ({ period }) => {
    const { value, unit } = period;
    expect(
      differing(
        starts,
        (d) => periodEnd(calendar, d, period),
        (d) => slow.end(d, value, unit),
      ),
    ).toEqual([]);
  });

  it.each(inDays)('$key begins alike to be over by every day of ten years ($rules)', ({ period }) => {
    const { value, unit } = period;
    expect(
      differing(
        starts,
        (d) => latestStart(calendar, d, period),
        (d) => slow.lastStart(d, value, unit),
      ),
    ).toEqual([]);
  });

  it.each(cases)('$key ends at no earlier day under any calendar that may be announced ($rules)', ({ period }) => {
    const { value, unit } = period;
    const lenient = new SlowCalendar(FIRST, LAST, 'worked');
    const fast = (day: string) => toCertain(earliestEnd(calendar, day, period));
    expect(differing(starts, fast, (d) => lenient.end(d, value, unit))).toEqual([]);
  });

  it('that begins among known free days is not shortened by what is not known', () => {
    // Four working days are left in 2026 from this Saturday: the fifth is in 2027 whatever will be announced.
    expect(earliestEnd(calendar, '2026-12-26', { value: 5, unit: 'working_day' })).toBe('2027-01-01');
    const given = (end: string) =>
      tooShort('OPEN_TENDER', 'documents', { start: '2026-12-26', end, pointer: '/plan/documentsTo' }, calendar);
    expect([given('2026-12-31')?.rule, given('2027-01-01')]).toEqual(['TENDER-DOC-5WD', null]);
  });

  it('of fifteen years ends in a year that is known only where it began before 2012', () => {
    const [fast, other] = [calendarOf(2004, LAST), new SlowCalendar(2004, LAST)];
    const from = other.between('2004-01-01', '2011-12-31').map((day) => day.text);
    const period: Period = { value: 15, unit: 'year' };
    expect(
      differing(
        from,
        (d) => periodEnd(fast, d, period),
        (d) => other.end(d, 15, 'year'),
      ),
    ).toEqual([]);
    expect(periodEnd(fast, '2012-01-02', period)).toEqual({ certainty: 'uncertain', missingYears: [2027] });
  });
});

describe('beyond the last year', () => {
  const outside = ['2016-12-31', '2027-01-01', '2027-06-30', '2030-10-01'];

  it.each(outside)('nothing is said of %s', (day) => {
    const year = Number(day.slice(0, 4));
    const unknown = { certainty: 'uncertain', missingYears: [year] };
    expect(calendar.isWorkingDay(day)).toEqual(unknown);
    expect(calendar.workingDaysOfYear(year)).toEqual(unknown);
    expect(calendar.countWorkingDays(day, day)).toEqual(unknown);
    expect(calendar.roundUpToWorkingDay(day)).toEqual(unknown);
  });

  it.each(inDays)('$key has no end where it leaves 2026, from the first start that leaves it', ({ period }) => {
    const ends = starts.map((day) => periodEnd(calendar, day, period));
    const first = ends.findIndex((end) => end.certainty === 'uncertain');
    expect(first).toBeGreaterThan(3500);
    expect(ends.slice(0, first).every((end) => end.certainty === 'known')).toBe(true);
    expect(ends.slice(first)).toEqual(ends.slice(first).map(() => ({ certainty: 'uncertain', missingYears: [2027] })));
    // Walking: one start earlier is still known, this one is not.
    expect(typeof slow.end(starts[first - 1] ?? '', period.value, period.unit)).toBe('string');
    expect(slow.end(starts[first] ?? '', period.value, period.unit)).toEqual({ unknown: 2027 });
  });
});
