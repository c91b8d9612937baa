import type { Person } from './stage.js';

interface CalendarYear {
  days: { date: string; kind: 'holiday' | 'makeup' }[];
  springFestival: { littleNewYear: string; lanternFestival: string };
}

/** Days from the first to the last on which somebody serves: working days of the calendar, but the weeks around Spring Festival. */
export async function workDays(person: Person, from: string, to: string): Promise<string[]> {
  const { days, springFestival } = await person.get<CalendarYear>(`calendars/${from.slice(0, 4)}`);
  const kinds = new Map(days.map(({ date, kind }) => [date, kind]));
  const all: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day >= springFestival.littleNewYear && day <= springFestival.lanternFestival) continue;
    const kind = kinds.get(day);
    if (kind === 'makeup' || (kind === undefined && ![0, 6].includes(new Date(at).getUTCDay()))) all.push(day);
  }
  return all;
}
