import { getKnownValue, toCertain, type Certain, type WorkingCalendar } from '../calendars/working-calendar.js';
import { addDays, countDays, type PlainDate } from '../../kernel/clock/plain-date.js';
import { periodEnd, type Period } from './periods.rules.js';

/** Days on which what is due may not be done, from the day after the first one (Civil Code article 201); `to` null: still. */
export interface Rest {
  from: PlainDate;
  to: PlainDate | null;
}

/**
 * The last day of a period of calendar days, or of working days, with as many more of them as it rested; days that several things
 * held up count once. What begins when it is over gives nobody more. `least`: it does not end earlier under any calendar.
 * `rests`: something that began in time still holds it up, and no last day is set.
 */
export function restedEnd(
  calendar: WorkingCalendar,
  start: PlainDate,
  { value, unit }: Period,
  rests: readonly Rest[],
): { end: Certain<PlainDate>; least: PlainDate; rests: boolean } {
  let [given, counted] = [0, start];
  const least = (): PlainDate => addDays(start, value + given);
  let end = periodEnd(calendar, start, { value, unit });
  for (const { from, to } of rests.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (from > (getKnownValue(end) ?? least())) break;
    if (to === null) return { end, least: least(), rests: true };
    const since = from > counted ? from : counted;
    if (to <= since) continue;
    const more =
      unit === 'working_day' ? calendar.countWorkingDays(addDays(since, 1), to) : toCertain(countDays(since, to));
    if (more.certainty === 'uncertain') return { end: more, least: least(), rests: false };
    given += more.value;
    counted = to;
    end = periodEnd(calendar, start, { value: value + given, unit });
  }
  return { end, least: least(), rests: false };
}
