import { addDays, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { getKnownValue, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { possibleIssueForStart, safeIssueForStart } from '../../../law/planner/planner.rules.js';
import { isPlannable } from '../../../law/planner/planner-types.js';
import type { LineGap, TaskDetail } from '../told/task-titles.js';

interface Row {
  title: TaskDetail | null;
  due_on: PlainDate | null;
}

/** What helps, by which day, and how it is said; the step as its address has it. */
interface Remedy extends Text {
  dueOn: PlainDate | null;
  step: string | null;
}

/** Says of each line that is, or will be, left alone from which day on, what helps, and by which day it does. */
export const judgeGaps = <R extends Row>(rows: readonly R[], calendar: WorkingCalendar, today: PlainDate): R[] =>
  rows.map((row) => {
    const gap = row.title?.gap;
    if (gap === undefined) return row;
    const { dueOn, step, en, zh } = chooseRemedy(gap, calendar, today);
    const { left, resumes } = gap;
    const days: Text =
      resumes === null
        ? { en: `from ${left} on`, zh: `自 ${left} 起` }
        : { en: `from ${left} to ${addDays(resumes, -1)}`, zh: `${left} 至 ${addDays(resumes, -1)}` };
    const title = { step: gap.acts ? step : null, en: `${days.en}, ${en}`, zh: `${days.zh}，${zh}` };
    return { ...row, title, due_on: dueOn };
  });

/**
 * A new purchase helps as long as its documents can be issued in time; by the safe day, and then by the last possible one. What runs is
 * prolonged, and who takes over does so earlier, by the last day of service: after it there is nothing to be late for.
 */
function chooseRemedy(gap: LineGap, calendar: WorkingCalendar, today: PlainDate): Remedy {
  const { left, resumes, anew, contract, plan, prolongs } = gap;
  const last = addDays(left, -1);
  const dueOn = last < today ? null : last;
  const revise = plan === null ? null : `contracts/${contract}/continuity-plan/${plan}/actions/revise`;
  if (resumes !== null) {
    if (revise !== null)
      return { dueOn, step: revise, en: 'the plan takes over later', zh: '接续方案约定的接收日期在后' };
    const step = prolongs && dueOn !== null ? `contracts/${contract}/actions/propose-amendment` : null;
    return { dueOn, step, en: 'what follows begins later', zh: '后续服务开始日期在后' };
  }
  const step = findPurchaseStep(gap);
  if (!anew && gap.draft === null) return { dueOn, step: null, en: 'nothing follows', zh: '无后续安排' };
  const issue = { step, en: 'a new purchase is to be issued', zh: '应发布新的采购文件' };
  if (dueOn === null) return { dueOn, ...issue };
  const { known, day } = findIssueDay(gap, calendar, today);
  if (day !== null || !known) return { dueOn: day ?? dueOn, ...issue };
  if (!prolongs) return { dueOn, step, en: 'no new purchase can be in time', zh: '重新采购已无法及时完成' };
  return {
    dueOn,
    step: `contracts/${contract}/actions/propose-amendment`,
    en: 'no new purchase can be in time, what runs can be prolonged',
    zh: '重新采购已无法及时完成，可延长现有合同',
  };
}

/** A draft that waits is submitted, else the purchase before it is copied. */
const findPurchaseStep = ({ draft, tender }: LineGap): string | null =>
  draft !== null ? `tenders/${draft}/actions/submit` : tender !== null ? `tenders/${tender}/copies` : null;

/**
 * By which day the documents are issued: null where that is too late, or not `known`, in a year whose calendar is not loaded. Where the method
 * is not known, by the one that most are bought by.
 */
function findIssueDay({ left, method }: LineGap, calendar: WorkingCalendar, today: PlainDate) {
  const by = method !== null && isPlannable(method) ? method : 'COMPETITIVE_CONSULTATION';
  const safe = getKnownValue(safeIssueForStart(calendar, by, left));
  const possible = getKnownValue(possibleIssueForStart(calendar, by, left));
  const day = [safe, possible].find((one) => one !== null && one >= today) ?? null;
  return { known: safe !== null && possible !== null, day };
}
