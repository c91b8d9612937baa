import { isPartialDate, latestDay, type PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { CalendarTemplate, CycleDate } from '../../../purchase/programmes/calendar-template.js';
import { loadSplits } from '../../../purchase/contracts/limits/splits.queries.js';
import type { Category, SourceKind, WindowDates, WindowFacts } from '../fact-types.js';
import type { Subject } from '../../runs/assessment-types.js';
import { computeSpan } from '../../rules/span.rules.js';
import { toFrame, sortedIds, type LoadContext, type LoadedSubject, type Reader } from '../loading/frame-types.js';
import { daySql } from '../loading/fact-fragments.queries.js';
import { categoryFacts, citeValue } from '../loading/sourced.rules.js';

interface ProgrammeRow {
  id: string;
  key: string;
  dataset: string;
  region: string | null;
  buyer_id: string;
  year: number;
  calendar: CalendarTemplate | null;
  source: SourceKind | null;
  recorded_on: PlainDate;
  categories: string[];
}
const PROGRAMMES = `
  SELECT r.id, r.key, r.dataset, coalesce(r.region, (SELECT o.region FROM organisations o WHERE o.id = r.buyer_id)) AS region, r.buyer_id, r.year, r.calendar, r.source, ${daySql('r.recorded_at')} AS recorded_on, r.categories
  FROM programmes r WHERE r.id = ANY ($1::uuid[]) ORDER BY r.id`;

/**
 * Programmes: the service window of their calendar template, before any purchase is made by it, and what their purchases come
 * to together. Of a programme without a calendar and without a purchase no rule has anything to say.
 */
export async function loadProgrammes(
  reader: Reader,
  ids: readonly string[],
  context: LoadContext,
): Promise<LoadedSubject[]> {
  const rows = await reader.query<ProgrammeRow>(PROGRAMMES, [ids]);
  const splits = await loadSplits(reader, ids);
  return rows.map((row) => {
    const { year = row.year, groups = [], tenders = [] } = splits.get(row.id) ?? {};
    const window = row.calendar && programmeWindow(row.calendar, row.year);
    const end = window?.end ?? null;
    return {
      frame: toFrame(row, {
        subject: toSubject(row),
        programme: row.id,
        calendar: window && row.id,
        bodies: sortedIds([row.buyer_id]),
        history: end !== null && latestDay(end) < row.recorded_on,
        uses: sortedIds([row.id, ...tenders]),
        dueOn: null,
      }),
      facts: {
        ...(window && { window: windowFacts(row, window, context) }),
        ...(tenders.length > 0 && {
          split: { subject: toSubject(row), asOf: context.today, conflicts: [], year, groups },
        }),
      },
    };
  });
}

const toSubject = ({ id, key }: ProgrammeRow): Subject => ({ type: 'programme', id, key });

/** When the template wants the service to be done: its step `implementation`, in the years it falls in. */
function programmeWindow(calendar: CalendarTemplate, year: number): WindowDates {
  const step = calendar.steps.find((each) => each.event === 'implementation');
  const toCycleDate = (date: CycleDate | null | undefined): PartialDate | null => {
    const text = date ? `${year + date.year}-${date.date}` : null;
    return isPartialDate(text) ? text : null;
  };
  return { start: toCycleDate(step?.from), end: toCycleDate(step?.to) };
}

function windowFacts(row: ProgrammeRow, window: WindowDates, { calendar, today }: LoadContext): WindowFacts {
  const known = window.start !== null || window.end !== null;
  return {
    subject: toSubject(row),
    asOf: today,
    conflicts: [],
    category: chooseCategory(row.categories),
    window: citeValue(known ? window : null, `programme:${row.id}`, row.source),
    span: computeSpan(window, calendar),
    draft: null,
    termText: null,
    awardedOn: null,
    signedOn: null,
    allocatedOn: null,
  };
}

/** A calendar that serves a continuous category is judged by it; where no line names a category nothing is known. */
function chooseCategory(codes: readonly string[]): Category | null {
  const categories = codes.map(categoryFacts).filter((category) => category !== null);
  return categories.find((category) => category.continuous) ?? categories[0] ?? null;
}
