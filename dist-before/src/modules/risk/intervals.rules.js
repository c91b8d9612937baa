import { earliestDay, latestDay } from '../../platform/clock/partial-date.js';
import { fromEpochDay, iso, toEpochDay, yearOf } from '../../platform/clock/plain-date.js';
/** Inside the window of a signed contract, up to its termination; a date known to the month stays a month. */
export function placementOf(contract) {
    const { start, end } = contract.window;
    const { terminatedOn } = contract;
    const first = start === null ? [-Infinity, Infinity] : bounds(start);
    const planned = end === null ? [-Infinity, Infinity] : bounds(end);
    const cut = terminatedOn === null ? null : bounds(terminatedOn);
    const last = cut === null ? planned : end === null ? cut : [least(planned[0], cut[0]), least(planned[1], cut[1])];
    const possible = interval(first[0], last[1]);
    const certain = interval(first[1], last[0]);
    const placed = { contract, certain, possible };
    if (possible === null)
        return { ...placed, certain: null, exact: null, reason: 'ends_before_start' };
    if (start === null)
        return { ...placed, exact: null, reason: 'start_unknown' };
    if (end === null && terminatedOn === null)
        return { ...placed, exact: null, reason: 'end_unknown' };
    if (first[0] !== first[1])
        return { ...placed, exact: null, reason: 'start_imprecise' };
    if (last[0] !== last[1])
        return { ...placed, exact: null, reason: 'end_imprecise' };
    return { ...placed, exact: possible, reason: null };
}
function bounds(date) {
    return [toEpochDay(earliestDay(date)), toEpochDay(latestDay(date))];
}
function least(a, b) {
    return Math.min(a ?? Infinity, b ?? Infinity);
}
function interval(from, to) {
    return from !== undefined && to !== undefined && from <= to ? { from, to } : null;
}
/** Disjoint, ascending; what touches is one. */
export function union(intervals) {
    const result = [];
    for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
        const last = result.at(-1);
        if (last !== undefined && from <= last.to + 1)
            last.to = Math.max(last.to, to);
        else
            result.push({ from, to });
    }
    return result;
}
export function clip({ from, to }, domain) {
    return interval(Math.max(from, domain.from), Math.min(to, domain.to));
}
export function clipAll(intervals, domain) {
    return intervals.flatMap((one) => clip(one, domain) ?? []);
}
/** What a union leaves free of the domain, ascending. */
export function complement(covered, domain) {
    const gaps = [];
    let next = domain.from;
    for (const { from, to } of clipAll(covered, domain)) {
        if (from > next)
            gaps.push({ from: next, to: from - 1 });
        next = to + 1;
    }
    return next <= domain.to ? [...gaps, { from: next, to: domain.to }] : gaps;
}
export function lengthOf({ from, to }) {
    return to - from + 1;
}
export function total(intervals) {
    return intervals.reduce((sum, one) => sum + lengthOf(one), 0);
}
export function daysOf({ from, to }) {
    return { from: fromEpochDay(from), to: fromEpochDay(to) };
}
/** The calendar years an interval touches, each cut to it. */
export function years(domain) {
    const [first, last] = [yearOf(fromEpochDay(domain.from)), yearOf(fromEpochDay(domain.to))];
    return Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((year) => {
        const within = clip({ from: toEpochDay(iso(year, 1, 1)), to: toEpochDay(iso(year, 12, 31)) }, domain);
        return within === null ? [] : [{ year, within }];
    });
}
/** The days of an interval that lie in one of the months `YYYY-MM`. */
export function daysInMonths(domain, months) {
    return [...new Set(months)].reduce((sum, month) => {
        const [from, to] = bounds(month);
        const inside = clip({ from, to }, domain);
        return sum + (inside === null ? 0 : lengthOf(inside));
    }, 0);
}
//# sourceMappingURL=intervals.rules.js.map