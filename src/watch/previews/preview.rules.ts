import type { WorkingCalendar } from '../../law/calendars/working-calendar.js';
import { exactDay, type PartialDate } from '../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Method } from '../../law/code-lists/methods.js';
import { planForward, possibleIssueForStart, safeIssueForStart } from '../../law/planner/planner.rules.js';
import { isPlannable, type ForwardPlan, type PlannedDate } from '../../law/planner/planner-types.js';
import { assess, assessNothing } from '../runs/assess.rules.js';
import type { Assessment, Subject } from '../runs/assessment-types.js';
import { withDraft } from '../coverage/coverage.rules.js';
import type {
  Category,
  DraftPlan,
  FactsBase,
  LineFacts,
  ReservationFacts,
  WindowDates,
  WindowFacts,
} from '../facts/fact-types.js';
import { G01 } from '../indicators/g01-gap.js';
import { G03 } from '../indicators/g03-stop-start.js';
import { G07 } from '../indicators/g07-duplicate-coverage.js';
import { N09 } from '../indicators/n09-split-purchases.js';
import { M02 } from '../indicators/m02-reserve-unexplained.js';
import { S12 } from '../indicators/s12-scores-without-profession.js';
import { W01 } from '../indicators/w01-short-window.js';
import { W02 } from '../indicators/w02-delayed-window.js';
import { W03 } from '../indicators/w03-late-for-its-year.js';
import type { SplitFacts } from '../facts/split-facts.js';
import type { CriteriaFacts } from '../facts/practice-facts.js';
import { groupLots } from '../rules/lots.rules.js';
import { computeSpan } from '../rules/span.rules.js';
import { findOpenIssue, findSuggestions, type Suggestion } from './suggestions.rules.js';

/** What is planned, as far as it is said. */
export interface Draft {
  /** `tender:draft`, or the tender it was read from. */
  record: string;
  method: Method | null;
  category: Category | null;
  plannedIssue: PartialDate | null;
  /** Its notice is published: `plannedIssue` is the day on which it was. */
  issued: boolean;
  window: WindowDates | null;
  /** The lines it is to serve, without the draft itself; null = it names none. */
  lines: readonly LineFacts[] | null;
  /** What it scores; null = what is asked names no criteria, or the purchase is conducted elsewhere. */
  criteria: Omit<CriteriaFacts, keyof FactsBase> | null;
  /** What its programme buys of its category otherwise than by open tender, with it; null = it is no draft to be judged so. */
  splits: Omit<SplitFacts, keyof FactsBase> | null;
  /** What it does for small and medium enterprises; null where nobody asks: it is not stored, or conducted elsewhere. */
  reservation: Omit<ReservationFacts, keyof FactsBase> | null;
  /** Its lots, where they have different windows; empty: `window` is that of all. */
  lots: readonly DraftLot[];
}

/** A lot of what is planned. */
export interface DraftLot {
  no: number;
  /** `lot:draft`, or the lot it was read from. */
  record: string;
  window: WindowDates;
  /** Ids of the lines it is for. */
  lines: readonly string[];
}

export interface PreviewContext {
  calendar: WorkingCalendar;
  today: PlainDate;
}

/** With the deadlines, as far as calendar and rules reach. */
export interface Preview extends ForwardPlan {
  assessments: Assessment[];
  suggestions: Suggestion[];
}

/** Every rule that can speak before a purchase begins. The others need bids, a signature or a day that has passed. */
const OF_WINDOW = [W01, W02, W03] as const;
const OF_LINES = [G01, G03, G07] as const;

/** What the rules say of a draft, what follows from its dates, and the changes that would clear what they found. */
export function buildPreview(draft: Draft, context: PreviewContext): Preview {
  const assessments = judge(draft, context);
  return {
    assessments,
    ...planDeadlines(draft, context.calendar),
    suggestions:
      draft.lots.length === 0
        ? suggest(draft, assessments, context)
        : [...suggestIssue(draft, assessments, context), ...suggestByLot(draft, context)],
  };
}

function suggest(draft: Draft, assessments: readonly Assessment[], context: PreviewContext): Suggestion[] {
  const { safeIssue } = planDraft(draft, context.calendar);
  const issue = findOpenIssue(draft, safeIssue, context.today);
  return findSuggestions(draft, assessments, (changed) => judge(changed, context), issue);
}

/** All lots are issued on one day: the first that is safe for any of them. */
function suggestIssue(draft: Draft, assessments: readonly Assessment[], context: PreviewContext): Suggestion[] {
  const plans = draft.lots.map(({ window }) => planDraft({ ...draft, window }, context.calendar));
  const [safeIssue = null] = plans.flatMap((plan) => plan.safeIssue ?? []).sort();
  const issue = findOpenIssue(draft, safeIssue, context.today);
  return findSuggestions({ ...draft, window: null }, assessments, (changed) => judge(changed, context), issue);
}

/** What would put the windows of the lots right: those of one window are changed, while the others stay as they are. */
function suggestByLot(draft: Draft, context: PreviewContext): Suggestion[] {
  return groupLots(draft.lots, ({ window }) => window).flatMap(({ first, lots }) => {
    const lines = (draft.lines ?? []).filter(({ subject }) => lots.some((lot) => lot.lines.includes(subject.id)));
    // A window is long enough or late by itself; a line is judged by all lots that serve it.
    const evaluate = ({ window }: Draft): Assessment[] => {
      const changed = draft.lots.map((lot) => (lots.includes(lot) && window !== null ? { ...lot, window } : lot));
      return [
        ...judgeWindow({ ...draft, window, lots: [] }, context),
        ...judgeLines({ ...draft, lines, lots: changed }, context),
      ];
    };
    const own: Draft = { ...draft, window: first.window };
    return findSuggestions(own, evaluate(own), evaluate, null).map((found) => ({ ...found, lot: first.no }));
  });
}

function judge(draft: Draft, context: PreviewContext): Assessment[] {
  const base = { subject: toSubject(draft), asOf: context.today, conflicts: [] };
  const scores = draft.criteria === null ? [] : [assess(S12, { ...base, ...draft.criteria })];
  const split = draft.splits === null ? [] : [assess(N09, { ...base, ...draft.splits })];
  return [
    ...judgeWindow(draft, context),
    ...judgeLines(draft, context),
    ...scores,
    ...split,
    ...(draft.reservation === null ? [] : [assess(M02, { ...base, ...draft.reservation })]),
  ];
}

const toSubject = ({ record }: Draft): Subject => ({
  type: 'tender',
  id: record.slice('tender:'.length),
  key: record,
});

function judgeWindow(draft: Draft, context: PreviewContext): Assessment[] {
  const window = windowFacts(draft, context);
  return OF_WINDOW.map((indicator) => assess(indicator, window));
}

function judgeLines(draft: Draft, { today }: PreviewContext): Assessment[] {
  const { lines, window, lots } = draft;
  if (lines === null || lines.length === 0)
    return OF_LINES.map((indicator) =>
      assessNothing(indicator, toSubject(draft), today, { missing: ['serviceLines'] }),
    );
  const served = lines.map((line) =>
    lots.length === 0
      ? withDraft(line, window ?? { start: null, end: null })
      : lots
          .filter((lot) => lot.lines.includes(line.subject.id))
          .toSorted((a, b) => ((a.window.end ?? '') < (b.window.end ?? '') ? -1 : 1))
          .reduce((planned, lot) => withDraft(planned, lot.window, lot.no), line),
  );
  return OF_LINES.flatMap((indicator) => served.map((line) => assess(indicator, line)));
}

function windowFacts(draft: Draft, { calendar, today }: PreviewContext): WindowFacts {
  const { window, record } = draft;
  const say = (at: string, dates: WindowDates | null) => {
    const known = dates !== null && (dates.start !== null || dates.end !== null);
    return {
      window: known ? { value: dates, record: at, source: null } : null,
      span: known ? computeSpan(dates, calendar) : null,
      draft: planDraft({ ...draft, window: dates }, calendar),
      termText: null,
      awardedOn: null,
    };
  };
  const byLot = groupLots(draft.lots, (lot) => lot.window).map(({ first, lots }) => ({
    lots: lots.map(({ no }) => no),
    ...say(first.record, first.window),
  }));
  return {
    subject: toSubject(draft),
    asOf: today,
    conflicts: [],
    category: draft.category,
    ...say(record, window),
    signedOn: null,
    allocatedOn: null,
    ...(byLot.length > 1 && { byLot }),
  };
}

/** The planner's dates for a start on the window's first day. */
function planDraft({ record, method, plannedIssue, window }: Draft, calendar: WorkingCalendar): DraftPlan {
  const none = { record, plannedIssue, safeIssue: null, possibleIssue: null };
  const start = exactDay(window?.start);
  if (method === null || start === null) return { ...none, planner: 'unknown' };
  if (!isPlannable(method)) return { ...none, planner: 'method_not_plannable' };
  const safe = safeIssueForStart(calendar, method, start);
  if (safe.certainty === 'uncertain') return { ...none, planner: 'uncertain' };
  const possibleIssue = getKnownDate(possibleIssueForStart(calendar, method, start));
  return { record, plannedIssue, safeIssue: safe.value, possibleIssue, planner: 'known' };
}

function planDeadlines({ method, plannedIssue }: Draft, calendar: WorkingCalendar): ForwardPlan {
  const issue = exactDay(plannedIssue);
  return method === null || issue === null || !isPlannable(method)
    ? { deadlines: [], certainty: 'known', missingYears: [], missingRules: [] }
    : planForward(calendar, method, issue);
}

const getKnownDate = (date: PlannedDate): PlainDate | null => (date.certainty === 'known' ? date.value : null);
