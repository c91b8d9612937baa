import { earliestDay, latestDay } from '../../kernel/clock/partial-date.js';
import { fromEpochDay, iso, toEpochDay, getYear, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { EXCLUSIONS } from '../coverage/coverage-types.js';
import type { LineContract } from '../facts/fact-types.js';

/** Epoch days, both included. An open side of what is possible is infinite. */
export interface Interval {
  from: number;
  to: number;
}

/** Where a contract lies on the days: surely, possibly, and exactly where both are the same. */
export interface Placement {
  contract: LineContract;
  exact: Interval | null;
  certain: Interval | null;
  possible: Interval | null;
  /** The first day that may be its last: a hole may follow it from the next day on. Infinitely early where nothing says. */
  soonestOver: number;
  /** Why `exact` is null. */
  reason: (typeof EXCLUSIONS)[number] | null;
}

/** Inside the window of a signed contract, up to its termination; a date known to the month stays a month. */
export function placeContract(contract: LineContract): Placement {
  const { start, end } = contract.window;
  const { terminatedOn } = contract;
  const first = start === null ? [-Infinity, Infinity] : bounds(start);
  const planned = end === null ? [-Infinity, Infinity] : bounds(end);
  const cut = terminatedOn === null ? null : bounds(terminatedOn);
  const last = cut === null ? planned : end === null ? cut : [least(planned[0], cut[0]), least(planned[1], cut[1])];
  const possible = interval(first[0], last[1]);
  const certain = interval(first[1], last[0]);
  const placed = { contract, certain, possible, soonestOver: Math.max(first[0] ?? -Infinity, last[0] ?? -Infinity) };
  if (possible === null) return { ...placed, certain: null, exact: null, reason: 'ends_before_start' };
  if (start === null) return { ...placed, exact: null, reason: 'start_unknown' };
  if (end === null && terminatedOn === null) return { ...placed, exact: null, reason: 'end_unknown' };
  if (first[0] !== first[1]) return { ...placed, exact: null, reason: 'start_imprecise' };
  if (last[0] !== last[1]) return { ...placed, exact: null, reason: 'end_imprecise' };
  return { ...placed, exact: possible, reason: null };
}

function bounds(date: string): [number, number] {
  return [toEpochDay(earliestDay(date)), toEpochDay(latestDay(date))];
}

function least(a: number | undefined, b: number | undefined): number {
  return Math.min(a ?? Infinity, b ?? Infinity);
}

function interval(from: number | undefined, to: number | undefined): Interval | null {
  return from !== undefined && to !== undefined && from <= to ? { from, to } : null;
}

/** Disjoint, ascending; what touches is one. */
export function union(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

export function clip({ from, to }: Interval, domain: Interval): Interval | null {
  return interval(Math.max(from, domain.from), Math.min(to, domain.to));
}

export function clipAll(intervals: readonly Interval[], domain: Interval): Interval[] {
  return intervals.flatMap((one) => clip(one, domain) ?? []);
}

/** What a union leaves free of the domain, ascending. */
export function complement(covered: readonly Interval[], domain: Interval): Interval[] {
  const gaps: Interval[] = [];
  let next = domain.from;
  for (const { from, to } of clipAll(covered, domain)) {
    if (from > next) gaps.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  return next <= domain.to ? [...gaps, { from: next, to: domain.to }] : gaps;
}

export function getLength({ from, to }: Interval): number {
  return to - from + 1;
}

export function total(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, one) => sum + getLength(one), 0);
}

export function toDays({ from, to }: Interval): { from: PlainDate; to: PlainDate } {
  return { from: fromEpochDay(from), to: fromEpochDay(to) };
}

/** The calendar years an interval touches, each cut to it. */
export function years(domain: Interval): { year: number; within: Interval }[] {
  const [first, last] = [getYear(fromEpochDay(domain.from)), getYear(fromEpochDay(domain.to))];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((year) => {
    const within = clip({ from: toEpochDay(iso(year, 1, 1)), to: toEpochDay(iso(year, 12, 31)) }, domain);
    return within === null ? [] : [{ year, within }];
  });
}
