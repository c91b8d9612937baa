import type { Finding } from '../runs/assessment-types.js';
import { findDispute, insufficient, notApplicable } from './finding.rules.js';
import type { DaysOfWork, Promised, ServiceFacts, WorkDone } from '../facts/practice-facts.js';

/** S09: a need that waits so long after it was verified is a finding. */
export const NEED_WAITS_DAYS = 365;
/** Fewer records say nothing of how a contract is carried out. */
export const LEAST_RECORDS = 30;

export const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

/** Records that can be judged, of a contract that has begun. */
export interface Workable {
  work: readonly WorkDone[];
  promised: readonly Promised[];
  days: { within: DaysOfWork; all: DaysOfWork };
}

/** What the records of a contract come to, or why they cannot be judged. */
export function workable(
  { work, days, promised, begun, conflicts }: ServiceFacts,
  counts: (done: WorkDone) => boolean,
): Workable | Finding {
  const quarrel = findDispute(conflicts, ['window']);
  if (quarrel !== null) return insufficient(quarrel);
  const unknown = [...(work === null || days === null ? ['records'] : []), ...(promised === null ? ['standards'] : [])];
  if (work === null || days === null || promised === null) return insufficient({ missing: unknown });
  const counted = work.filter(counts);
  const records = sum(counted, (done) => done.records);
  if (records === 0 && !begun) return notApplicable({ code: 'not_begun' });
  if (records < LEAST_RECORDS) return insufficient({ code: 'too_few_records', records, least: LEAST_RECORDS });
  const shown = counted.filter((done) => done.records > 0).toSorted(byKey);
  return { work: shown, days, promised: promised.toSorted(byKey) };
}

/**
 * Promises of an amount that nothing says how to count: they could be of any kind. A share in percent, and a standard
 * without a target, promise no amount.
 */
export const hasUncountedPromise = (promised: readonly Promised[]): boolean =>
  promised.some(({ of, target, unit }) => of === null && target !== null && unit !== '%');

export function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1;
}
