import { Problem, type FieldError } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import { checkYear, type CalendarFault } from './calendar-file.rules.js';
import type { CalendarDay } from './working-calendar.js';

const FAULT_TEXTS: Readonly<Record<CalendarFault['code'], Text>> = {
  not_a_calendar: {
    en: 'The file is neither JSON nor CSV with date,kind,name',
    zh: '文件既不是 JSON，也不是含 date,kind,name 的 CSV',
  },
  no_days: { en: 'The year has no days', zh: '没有任何日期' },
  malformed_date: { en: 'The day does not exist', zh: '日期不存在' },
  other_year: { en: 'The day lies in another year', zh: '日期不在该年内' },
  unknown_kind: { en: 'The kind is neither holiday nor makeup', zh: '种类应为 holiday 或 makeup' },
  no_name: { en: 'The day has no name of 1 to 100 characters', zh: '名称应为 1 至 100 个字符' },
  repeated_day: { en: 'The day is given twice', zh: '日期重复' },
  makeup_on_a_weekday: { en: 'A make-up day must be a Saturday or Sunday', zh: '调休上班日应为周六或周日' },
};

/** The faults of a request's `days`, with pointers. */
function dayErrors(faults: readonly CalendarFault[]): FieldError[] {
  return faults.map(({ line, code }) => ({
    pointer: line === 0 ? '/days' : `/days/${line - 1}`,
    code,
    text: FAULT_TEXTS[code],
  }));
}

/** The days of a body, checked as those of a file are. @throws Problem `validation_failed` */
export function daysOf(year: number, days: readonly unknown[]): CalendarDay[] {
  const checked = checkYear(year, days);
  if (!checked.ok) throw new Problem('validation_failed', { errors: dayErrors(checked.faults) });
  return checked.days;
}
