import { Problem, type FieldError } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import { checkYear, type CalendarFault } from './calendar-file.rules.js';
import type { CalendarDay } from './working-calendar.js';
import texts from './calendar-faults.json' with { type: 'json' };

const FAULT_TEXTS: Readonly<Record<CalendarFault['code'], Text>> = texts;

/** The faults of a request's `days`, with pointers. */
function dayErrors(faults: readonly CalendarFault[]): FieldError[] {
  return faults.map(({ line, code }) => ({
    pointer: line === 0 ? '/days' : `/days/${line - 1}`,
    code,
    text: FAULT_TEXTS[code],
  }));
}

/** The days of a body, checked as those of a file are. @throws Problem `validation_failed` */
export function checkCalendarDays(year: number, days: readonly unknown[]): CalendarDay[] {
  const checked = checkYear(year, days);
  if (!checked.ok) throw new Problem('validation_failed', { errors: dayErrors(checked.faults) });
  return checked.days;
}
