import { valueOf } from '../../platform/calendar/working-calendar.js';
import { addDays, daysBetween } from '../../platform/clock/plain-date.js';
import { periodEnd } from './periods.rules.js';
/**
 * The last day of a period of calendar days, with as many more as it rested; days that several things held up count once. What
 * begins when it is over gives nobody more. `least`: it does not end earlier under any calendar. `rests`: something that began
 * in time still holds it up, and no last day is set.
 */
export function restedEnd(calendar, start, { value, unit }, rests) {
    let [given, counted] = [0, start];
    const least = () => addDays(start, value + given);
    let end = periodEnd(calendar, start, { value, unit });
    for (const { from, to } of rests.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
        if (from > (valueOf(end) ?? least()))
            break;
        if (to === null)
            return { end, least: least(), rests: true };
        const since = from > counted ? from : counted;
        if (to <= since)
            continue;
        given += daysBetween(since, to);
        counted = to;
        end = periodEnd(calendar, start, { value: value + given, unit });
    }
    return { end, least: least(), rests: false };
}
//# sourceMappingURL=rested.rules.js.map