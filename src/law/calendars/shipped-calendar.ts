import { addDays, calendarDays } from '../../kernel/clock/plain-date.js';
import { STATE_COUNCIL_NOTICES } from './data/state-council-2004-2026.js';
import { WorkingCalendar, type CalendarDay } from './working-calendar.js';

const SOURCE = '国务院办公厅关于节假日安排的通知 (chinese-days 1.5.7)';

export interface CalendarYear {
  year: number;
  source: string;
  days: CalendarDay[];
}

/** The years that come with the product; the migration loads them, later ones are loaded when they are announced. */
export function shippedYears(): CalendarYear[] {
  return Object.entries(STATE_COUNCIL_NOTICES).map(([year, text]) => ({
    year: Number(year),
    source: SOURCE,
    days: spans(year, text),
  }));
}

/** The calendar of those years alone, without a database: for pure tests and generators. */
export function shippedCalendar(): WorkingCalendar {
  const years = shippedYears();
  return new WorkingCalendar(
    years.flatMap((year) => year.days),
    years.map((year) => year.year),
  );
}

/** `春节 01-22..01-28; 春节 *01-17` → one row a day. */
function spans(year: string, text: string): CalendarDay[] {
  return text.split('; ').flatMap((entry) => {
    const [name = '', span = ''] = entry.split(' ');
    const kind = span.startsWith('*') ? 'makeup' : 'holiday';
    const [from = '', to = from] = span.replace('*', '').split('..');
    const first = `${year}-${from}`;
    return Array.from(
      { length: calendarDays(first, `${year}-${to}`) },
      (_, i) => ({ date: addDays(first, i), kind, name }) as const,
    );
  });
}
