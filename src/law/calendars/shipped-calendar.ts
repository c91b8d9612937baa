import { addDays, calendarDays } from '../../kernel/clock/plain-date.js';
import notices from './data/state-council-2004-2026.json' with { type: 'json' };
import { WorkingCalendar, type CalendarDay } from './working-calendar.js';

/**
 * Holidays and make-up working days of mainland China as the State Council announced them, 2004 to 2026. A day that is
 * not listed is a working day from Monday to Friday. `*` before a span marks make-up working days (调休上班).
 * The table is frozen: a later year is loaded into the database when it is announced, not added here.
 * Source: notices of the General Office of the State Council, by way of chinese-days 1.5.7 (MIT); 2005-12-31, which it
 * lacks, from 国办发明电〔2005〕35号.
 */
const STATE_COUNCIL_NOTICES: Readonly<Record<string, string>> = notices;

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
