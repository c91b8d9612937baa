import type { WorkingCalendar } from '../../law/calendars/working-calendar.js';
import { exactDay, type PartialDate } from '../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Method } from '../../law/code-lists/methods.js';
import { planForward, possibleIssueForStart, safeIssueForStart } from '../../law/planner/planner.rules.js';
import { isPlannable, type Deadline, type PlannedDate } from '../../law/planner/planner-types.js';
import { assess, assessNothing } from '../runs/assess.rules.js';
import type { Assessment, Subject } from '../runs/assessment-types.js';
import { withDraft } from '../coverage/coverage.rules.js';
import type { Category, DraftPlan, LineFacts, WindowDates, WindowFacts } from '../facts/fact-types.js';
import { G01 } from '../indicators/g01-gap.js';
import { G03 } from '../indicators/g03-stop-start.js';
import { G07 } from '../indicators/g07-duplicate-coverage.js';
import { S12 } from '../indicators/s12-scores-without-profession.js';
import { W01 } from '../indicators/w01-short-window.js';
import { W02 } from '../indicators/w02-delayed-window.js';
import { W03 } from '../indicators/w03-late-for-its-year.js';
import type { CriteriaFacts } from '../facts/practice-facts.js';
import { computeSpan } from '../rules/span.rules.js';
import { findSuggestions, type Suggestion } from './suggestions.rules.js';

/** What is planned, as far as it is said. */
export interface Draft {
  /** `tender:draft`, or the tender it was read from. */
  record: string;
  method: Method | null;
  category: Category | null;
  plannedIssue: PartialDate | null;
  window: WindowDates | null;
  /** The lines it is to serve, without the draft itself; null = it names none. */
  lines: readonly LineFacts[] | null;
  /** What it scores; null = what is asked names no criteria, or the purchase is conducted elsewhere. */
  criteria: Pick<CriteriaFacts, 'scored' | 'parts'> | null;
}

export interface PreviewContext {
  calendar: WorkingCalendar;
  today: PlainDate;
}

export interface Preview {
  assessments: Assessment[];
  deadlines: Deadline[];
  suggestions: Suggestion[];
}

/** Every rule that can speak before a purchase begins. The others need bids, a signature or a day that has passed. */
const OF_WINDOW = [W01, W02, W03] as const;
const OF_LINES = [G01, G03, G07] as const;

/** What the rules say of a draft, what follows from its dates, and the changes that would clear what they found. */
export function buildPreview(draft: Draft, context: PreviewContext): Preview {
  const assessments = judge(draft, context);
  const { safeIssue } = planDraft(draft, context.calendar);
  return {
    assessments,
    deadlines: listDeadlines(draft, context.calendar),
    suggestions: findSuggestions(draft, assessments, (changed) => judge(changed, context), safeIssue),
  };
}

function judge(draft: Draft, context: PreviewContext): Assessment[] {
  const subject: Subject = { type: 'tender', id: draft.record.slice('tender:'.length), key: draft.record };
  const window = windowFacts(draft, subject, context);
  const { asOf, conflicts } = window;
  const scores = draft.criteria === null ? [] : [assess(S12, { subject, asOf, conflicts, ...draft.criteria })];
  return [
    ...OF_WINDOW.map((indicator) => assess(indicator, window)),
    ...judgeLines(draft, subject, context),
    ...scores,
  ];
}

function judgeLines({ lines, window }: Draft, subject: Subject, { today }: PreviewContext): Assessment[] {
  if (lines === null || lines.length === 0)
    return OF_LINES.map((indicator) => assessNothing(indicator, subject, today, { missing: ['serviceLines'] }));
  const served = lines.map((line) => withDraft(line, window ?? { start: null, end: null }));
  return OF_LINES.flatMap((indicator) => served.map((line) => assess(indicator, line)));
}

function windowFacts(draft: Draft, subject: Subject, { calendar, today }: PreviewContext): WindowFacts {
  const { window, record } = draft;
  const known = window !== null && (window.start !== null || window.end !== null);
  return {
    subject,
    asOf: today,
    conflicts: [],
    category: draft.category,
    window: known ? { value: window, record, source: null } : null,
    span: known ? computeSpan(window, calendar) : null,
    draft: planDraft(draft, calendar),
    termText: null,
    awardedOn: null,
    signedOn: null,
    allocatedOn: null,
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

function listDeadlines({ method, plannedIssue }: Draft, calendar: WorkingCalendar): Deadline[] {
  const issue = exactDay(plannedIssue);
  return method === null || issue === null || !isPlannable(method)
    ? []
    : planForward(calendar, method, issue).deadlines;
}

const getKnownDate = (date: PlannedDate): PlainDate | null => (date.certainty === 'known' ? date.value : null);
