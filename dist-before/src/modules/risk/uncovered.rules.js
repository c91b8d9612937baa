import { daysInMonth, earlier, fromEpochDay, iso, later, toEpochDay, } from '../../platform/clock/plain-date.js';
import { coverageOf } from './coverage.rules.js';
import { clip, daysOf, lengthOf } from './intervals.rules.js';
/** Who is left without a contract in one month. What lies ahead is told as things stand, never past what a dataset knows. */
export function uncoveredIn(line, register, month, today) {
    const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
    const [first, last] = [iso(year, number, 1), iso(year, number, daysInMonth(year, number))];
    const { gaps, asOf, since, until, excluded } = coverageOf({ ...line, asOf: last }, register);
    const ends = until === null ? asOf : earlier(until, asOf);
    const within = since === null || ends < first || since > last
        ? null
        : { from: toEpochDay(later(first, since)), to: toEpochDay(earlier(last, ends)) };
    const holes = within === null ? [] : gaps.flatMap((gap) => holeIn(gap, within));
    const spells = holes.map(({ spell }) => spell);
    return {
        month,
        asOf,
        expected: asOf > today,
        days: within === null ? 0 : lengthOf(within),
        uncoveredDays: within === null ? null : spells.reduce((sum, { days }) => sum + days, 0),
        spells,
        recipientsAffected: within === null
            ? null
            : affected(holes.map(({ gap }) => gap), register),
        servedLast: holes.flatMap(({ gap }) => (gap.recipientsAffected === null ? [] : [dayBefore(gap)])),
        excluded,
    };
}
function holeIn(gap, within) {
    const inside = clip({ from: toEpochDay(gap.from), to: toEpochDay(gap.to) }, within);
    return inside === null ? [] : [{ gap, spell: { ...daysOf(inside), days: lengthOf(inside), since: gap.from } }];
}
const dayBefore = (gap) => fromEpochDay(toEpochDay(gap.from) - 1);
/** Whoever is affected by two holes of one month is one person. What was only counted is not told apart. */
function affected(gaps, { served }) {
    const [only] = gaps;
    if (only === undefined)
        return 0;
    if (gaps.length === 1 || gaps.some(({ recipientsAffected }) => recipientsAffected === null))
        return gaps.length === 1 ? only.recipientsAffected : null;
    const days = gaps.map((gap) => toEpochDay(dayBefore(gap)));
    const registered = (on) => served.reduce((sum, { from, to, people }) => (on.some((day) => from <= day && to >= day) ? sum + people : sum), 0);
    const counted = gaps.some((gap, i) => gap.recipientsAffected !== registered(days.slice(i, i + 1)));
    return counted ? null : registered(days);
}
//# sourceMappingURL=uncovered.rules.js.map