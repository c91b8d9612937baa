import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { getKnownValue, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { periodEnd, readPeriod } from '../../../law/deadlines/periods.rules.js';
import { restedEnd } from '../../../law/deadlines/rested.rules.js';
import { findRuleInForce, getRule } from '../../../law/rules/rule-book.js';
import { isLaw, toRuleBasis, type Rule, type RuleBasis } from '../../../law/rules/rule-types.js';
import { decisionEnd, type Pause } from '../../../purchase/awards/remedies/remedy.rules.js';
import type { TaskDetail } from './task-titles.js';

/** What a task's due day follows from. */
export interface Pausing {
  kind: string;
  since: Date;
  /** Days of a complaint that do not count. */
  pauses: Pause[] | null;
  title: TaskDetail | null;
}

const DECISION = 'COMPLAINT-DECIDE-30WD';
const PERIODS: Readonly<Record<string, string>> = {
  question: 'INQUIRY-3WD',
  challenge: 'CHALLENGE-REPLY-7WD',
  complaint: DECISION,
  complaint_examination: 'COMPLAINT-EXAMINE-5WD',
  complaint_copies: 'COMPLAINT-SERVE-8WD',
  complaint_answer: 'COMPLAINT-ANSWER-5WD',
  suspension: 'SUSPEND-30D',
  contract_draft: 'CONTRACT-30D',
  contract_publication: 'CONTRACT-PUBLISH-2WD',
  contract_filing: 'CONTRACT-FILE-7WD',
};

const findRuleId = ({ kind, title }: Pick<Pausing, 'kind' | 'title'>): string | null =>
  title?.rule ?? PERIODS[kind] ?? null;

/** Whether the rule holds for the method of the task's purchase; where the task says that nobody knows it, it does not. */
const holdsForMethod = ({ methods }: Rule, title: TaskDetail | null): boolean =>
  title?.method === undefined || (title.method !== null && methods.includes(title.method));

/**
 * By the rule in force on the day it began. Null in a year whose calendar is not loaded, while a complaint or the time to sign
 * rests, and where it began on no known day or the rule is not of its method.
 */
export function computeDueDay(task: Pausing, calendar: WorkingCalendar): PlainDate | null {
  const { kind, since, pauses, title } = task;
  const id = findRuleId(task);
  const began = todayInShanghai(title?.from === undefined ? since : new Date(title.from));
  const rule = id === null ? null : findRuleInForce(id, began);
  const period = rule && readPeriod(rule);
  if (rule === null || period === null || !holdsForMethod(rule, title)) return null;
  if (id !== DECISION && kind !== 'contract_draft') return getKnownValue(periodEnd(calendar, began, period));
  const { end, rests } =
    id === DECISION
      ? decisionEnd(began, pauses ?? [], calendar)
      : restedEnd(calendar, began, period, title?.rests ?? []);
  return rests ? null : getKnownValue(end);
}

/** The document by which a task is due; null where its day is somebody's plan or word, or a choice of this product. */
export function findDueBasis(task: Pick<Pausing, 'kind' | 'title'>): RuleBasis | null {
  const id = findRuleId(task);
  const rule = id === null ? null : getRule(id);
  return rule !== null && isLaw(rule) && holdsForMethod(rule, task.title) ? toRuleBasis(rule) : null;
}
