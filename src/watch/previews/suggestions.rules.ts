import { exactDay, latestDay, type PartialDate } from '../../kernel/clock/partial-date.js';
import { addDays, addMonths, addYears, endOfMonth, type PlainDate } from '../../kernel/clock/plain-date.js';
import { findRuleInForce } from '../../law/rules/rule-book.js';
import { toRuleBasis, type RuleBasis } from '../../law/rules/rule-types.js';
import type { Assessment, Text } from '../runs/assessment-types.js';
import type { WindowDates } from '../facts/fact-types.js';

/** The part of a draft that a suggestion may change; the rest of it is handed back to `evaluate` as it is. */
export interface ChangeableDraft {
  plannedIssue: PartialDate | null;
  window: WindowDates | null;
}

/** What was found of a draft: one entry per rule and subject. */
export type Judged = Pick<Assessment, 'indicator' | 'state'>;

export interface Suggestion {
  change: 'window.end' | 'term' | 'plannedIssue';
  /** A day, or for `term` a length: `P1Y`, `P2Y`, `P3Y`. */
  to: string;
  /** Indicators that trigger now and are clear on the changed draft. */
  clears: string[];
  /** For `term`: the window it means, and the rule that allows it, with its conditions. */
  window?: { start: PlainDate; end: PlainDate };
  rule?: string | null;
  conditions?: Text | null;
  basis?: RuleBasis | null;
  /** Where the windows of lots differ: the lot, or the first of those, whose window it is. */
  lot?: number;
}

/** No lawful term is longer. */
const LONGEST_MONTHS = 36;
/** Beyond it no later day can be written down. */
const LAST_START = '9990-01-01';
const TERMS = [1, 2, 3] as const;

/**
 * Changes that would put a draft right, each tried: the same rules are run on the changed draft, and a change that does
 * not clear what it is for, or that makes another rule trigger, is not suggested.
 */
export function findSuggestions<D extends ChangeableDraft>(
  draft: D,
  found: readonly Judged[],
  evaluate: (changed: D) => readonly Judged[],
  safeIssue: PlainDate | null,
): Suggestion[] {
  const triggered = listRuleIds(found, 'triggered');
  const listClearedRules = (changed: D): string[] => {
    const after = evaluate(changed);
    const still = listRuleIds(after, 'triggered');
    if (still.some((id) => !triggered.includes(id))) return [];
    const unknown = listRuleIds(after, 'insufficient_data');
    const clear = listRuleIds(after, 'clear');
    return triggered.filter((id) => clear.includes(id) && !still.includes(id) && !unknown.includes(id));
  };
  const suggestions = [
    triggered.includes('W01') ? longerWindow(draft, listClearedRules) : null,
    triggered.some(isContinuity) ? longerTerm(draft, listClearedRules) : null,
    triggered.includes('W02') && safeIssue !== null ? earlierIssue(draft, listClearedRules, safeIssue) : null,
  ];
  return suggestions.filter((suggestion) => suggestion !== null);
}

interface PlannedIssue {
  issued: boolean;
  plannedIssue: PartialDate | null;
  window: WindowDates | null;
  lots: readonly { window: WindowDates | null }[];
}

/**
 * The safe day of issue, where the issue can still be moved to it: not once the notice is published, and not to a day that has
 * passed while the plan, or service, lies ahead. A plan that lies back with its service is studied as it was.
 */
export function findOpenIssue(
  { issued, plannedIssue, window, lots }: PlannedIssue,
  safeIssue: PlainDate | null,
  today: PlainDate,
): PlainDate | null {
  if (issued || safeIssue === null) return null;
  const planned = [plannedIssue, window?.start, ...lots.map((lot) => lot.window?.start)];
  const isAhead = planned.some((day) => typeof day === 'string' && latestDay(day) >= today);
  return isAhead && safeIssue < today ? null : safeIssue;
}

type ClearedBy<D> = (changed: D) => string[];

/** The first end of a month at which the window is long enough. */
function longerWindow<D extends ChangeableDraft>(draft: D, clearedBy: ClearedBy<D>): Suggestion | null {
  const window = exactWindow(draft);
  if (window === null) return null;
  const { start, end } = window;
  const last = addMonths(start, LONGEST_MONTHS);
  const first = endOfMonth(end) > end ? endOfMonth(end) : endOfMonth(addDays(end, 1));
  for (let to = first; to < last; to = endOfMonth(addDays(to, 1))) {
    const clears = clearedBy({ ...draft, window: { start, end: to } });
    if (clears.includes('W01')) return { change: 'window.end', to, clears };
  }
  return null;
}

/** One, two or three years from the first day, as far as the rule in force when it would be signed allows. */
function longerTerm<D extends ChangeableDraft>(draft: D, clearedBy: ClearedBy<D>): Suggestion | null {
  const window = exactWindow(draft);
  if (window === null) return null;
  const { start, end } = window;
  for (const years of TERMS) {
    const rule = termRule(years, start);
    if (rule === undefined) return null;
    const longer = { start, end: addDays(addYears(start, years), -1) };
    if (longer.end <= end) continue;
    const clears = clearedBy({ ...draft, window: longer });
    if (clears.some(isContinuity)) return { change: 'term', to: `P${years}Y`, clears, window: longer, ...rule };
  }
  return null;
}

function exactWindow({ window }: ChangeableDraft): { start: PlainDate; end: PlainDate } | null {
  const [start, end] = [exactDay(window?.start), exactDay(window?.end)];
  return start === null || end === null || start > LAST_START || end > LAST_START ? null : { start, end };
}

type TermRule = Required<Pick<Suggestion, 'rule' | 'conditions' | 'basis'>>;

/** Up to a year is free of conditions; more only under the rule of the day, or (undefined) not at all. */
function termRule(years: number, signedBy: PlainDate): TermRule | undefined {
  if (years === 1) {
    const usual = findRuleInForce('GPS-TERM-1Y', signedBy);
    return { rule: usual?.id ?? null, conditions: null, basis: usual === null ? null : toRuleBasis(usual) };
  }
  const rule = findRuleInForce('GPS-TERM-3Y', signedBy) ?? findRuleInForce('GPS-TERM-3Y-2014', signedBy);
  return rule === null ? undefined : { rule: rule.id, conditions: rule.what, basis: toRuleBasis(rule) };
}

function earlierIssue<D extends ChangeableDraft>(
  draft: D,
  clearedBy: ClearedBy<D>,
  safeIssue: PlainDate,
): Suggestion | null {
  const clears = clearedBy({ ...draft, plannedIssue: safeIssue });
  return clears.includes('W02') ? { change: 'plannedIssue', to: safeIssue, clears } : null;
}

function isContinuity(id: string): boolean {
  return id.startsWith('G');
}

function listRuleIds(found: readonly Judged[], state: Judged['state']): string[] {
  return [...new Set(found.filter((one) => one.state === state).map(({ indicator }) => indicator))];
}
