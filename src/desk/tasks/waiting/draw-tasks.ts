import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { earliestDrawDay } from '../../../purchase/reviews/experts/expert-draw.rules.js';
import type { TaskDetail } from '../told/task-titles.js';

interface Row {
  kind: string;
  title: TaskDetail | null;
  due_on: PlainDate | null;
}

/** A draw that was prepared names no address before the first day on which experts may be drawn for its review. */
export const judgeDraws = <R extends Row>(rows: readonly R[], calendar: WorkingCalendar, today: PlainDate): R[] =>
  rows.map((row) => {
    const { kind, title, due_on: reviewOn } = row;
    if (kind !== 'expert_draw' || title?.step !== 'draw' || reviewOn === null) return row;
    return today < earliestDrawDay(calendar, reviewOn) ? { ...row, title: { ...title, step: null } } : row;
  });
