import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Measure } from '../../../purchase/tenders/conducted/terms/measure.rules.js';
import type { PriceItem } from '../../../purchase/tenders/conducted/terms/price-types.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { openPeriods, type Period } from '../reports/report-periods.rules.js';

/** What a contract promises, before it is counted. */
export interface WorkPromise {
  kind: 'standard' | 'unit';
  no: number;
  text: string | null;
  unit: string | null;
  measure: Measure | null;
  target: number | null;
  /** How much of what is measured makes one. */
  per: number;
}

/** What is promised over the whole term: the standards, and what is paid by the unit. */
export const listPromises = (standards: readonly Standard[], items: readonly PriceItem[]): WorkPromise[] => [
  ...standards.map(({ no, text, unit = null, measure = null, target = null }): WorkPromise => ({
    ...{ kind: 'standard', no, text, unit, measure, target, per: 1 },
  })),
  ...items.map(({ no, unit, measure, quantity, per }): WorkPromise => ({
    ...{ kind: 'unit', no, text: null, unit, measure, target: quantity ?? null, per: per ?? 1 },
  })),
];

/** Whole units so far, and those that the day has made full. */
export function computeUnits(total: number, day: number, per: number): { done: number; doneOn: number } {
  const done = Math.floor(total / per);
  return { done, doneOn: done - Math.floor((total - day) / per) };
}

/** Periods that are over before a day and of which some day is in no report. */
export const listOpenReports = (window: Period, months: number, reported: readonly Period[], on: PlainDate): Period[] =>
  openPeriods(window, months, reported).filter(({ to }) => to < on);

/** Rows by what they are of, in their order. */
export function groupRows<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
