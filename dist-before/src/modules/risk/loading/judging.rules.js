import { earlier, FIRST_EPOCH_DAY, fromEpochDay, LAST_EPOCH_DAY, later, toEpochDay, } from '../../../platform/clock/plain-date.js';
import { earliestDay, latestDay } from '../../../platform/clock/partial-date.js';
/**
 * A subject is judged at the last day on which anything was learned of it or fell due, never past what its dataset knows.
 * Between two such days every rule gives the same answer, so the day is a function of facts and of today, an answer that
 * days do not change is not rewritten by them, and a pass over everything finds what the sweeps have stored.
 */
export function judgingOf({ today, learnedOn, turns, daily = false, knownUntil }) {
    const last = knownUntil === null ? today : earlier(today, knownUntil);
    const days = turns.filter((day) => day !== null).sort();
    const fallen = days.filter((day) => day <= last).at(-1);
    const known = later(earlier(learnedOn, last), fallen ?? learnedOn);
    const next = daily ? dayAfter(last, 1) : (days.find((day) => day > last) ?? null);
    return {
        asOf: daily ? last : earlier(known, last),
        dueOn: next !== null && (knownUntil === null || next <= knownUntil) ? next : null,
    };
}
/** The day `days` after, or before; null outside the days that can be written. */
export function dayAfter(date, days) {
    const day = toEpochDay(date) + days;
    return day < FIRST_EPOCH_DAY || day > LAST_EPOCH_DAY ? null : fromEpochDay(day);
}
/** The first days after a date: certainly for one reading, certainly for all. */
export function turnsAfter(date, days = 0) {
    if (!date)
        return [];
    return [dayAfter(earliestDay(date), days + 1), dayAfter(latestDay(date), days + 1)];
}
/** The days on which a date begins to be reached. */
export function turnsAt(date) {
    return date ? [earliestDay(date), latestDay(date)] : [];
}
/** The first of some days that is still to come. */
export function nextOf(days, today) {
    return days.reduce((next, day) => earliestOf(next, day !== null && day > today ? day : null), null);
}
export function earliestOf(a, b) {
    return a === null || (b !== null && b < a) ? b : a;
}
//# sourceMappingURL=judging.rules.js.map