import { toEpochDay, type PlainDate } from '../../kernel/clock/plain-date.js';
import { getRule } from '../../law/rules/rule-book.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import { computeDomain, getViewDay, placements } from '../coverage/coverage.rules.js';
import type { LineFacts } from '../facts/fact-types.js';
import { findDispute, insufficient, missing, notApplicable } from './finding.rules.js';
import {
  clip,
  clipAll,
  complement,
  toDays,
  getLength,
  union,
  type Interval,
  type Placement,
} from './intervals.rules.js';
import type { FieldOf } from './indicator-types.js';

/** A hole longer than this many days is a gap in a service that is meant to go on. */
export const GAP_DAYS = Number(getRule('CONTINUITY-GAP').value);

/** What `liveLine` reads of a service line. */
export const LIVE_LINE_FIELDS = [
  'category',
  'dataset',
  'status',
  'since',
  'until',
  'knownUntil',
  'contracts',
] satisfies FieldOf<'service_line'>[];

export interface Line {
  facts: LineFacts;
  asOf: PlainDate;
  /** The days looked at. */
  domain: Interval;
  placed: Placement[];
}

/** The line as the continuity rules look at it, or why they do not: only a live line of a category meant to go on. */
export function liveLine(facts: LineFacts): Line | Finding {
  if (facts.category !== null && !facts.category.continuous)
    return notApplicable({ code: 'category_not_continuous', category: facts.category.code });
  const quarrel = findDispute(facts.conflicts, ['category', 'window', 'end', 'contracts']);
  if (quarrel !== null) return insufficient(quarrel);
  const unknown = missing({
    category: facts.category,
    since: facts.since,
    contracts: facts.contracts.length === 0 ? null : facts.contracts,
  });
  if (unknown !== null) return insufficient(unknown);
  const asOf = getViewDay(facts);
  if (facts.status === 'ended' || (facts.until !== null && facts.until < asOf))
    return notApplicable({ code: 'line_ended' });
  const domain = computeDomain(facts);
  if (domain === null) return notApplicable({ code: 'line_not_begun' });
  return { facts, asOf, domain, placed: placements(facts) };
}

export function lineRecord({ facts }: Line): string {
  return `service_line:${facts.subject.id}`;
}

/** How contracts with vague dates are taken: as short or as long as they can be. */
export type Reading = 'certain' | 'possible';

export function listCoveredSpans({ placed }: Line, reading: Reading): Interval[] {
  return union(placed.flatMap((one) => one[reading] ?? []));
}

/** Holes longer than 30 days that follow coverage; days before the first contract are a need, not a gap. */
export function listHoles(line: Line, reading: Reading): Interval[] {
  const covered = listCoveredSpans(line, reading);
  const follows = { from: findFirstDay(line, covered, reading) + 1, to: Infinity };
  return complement(covered, line.domain)
    .flatMap((hole) => clip(hole, follows) ?? [])
    .filter((hole) => getLength(hole) > GAP_DAYS);
}

/**
 * The day after which a hole follows coverage. Where contracts are as short as they can be, one of which no day is certain
 * ran all the same: it may be over on the first day that may be its last.
 */
function findFirstDay({ placed }: Line, covered: readonly Interval[], reading: Reading): number {
  if (reading === 'possible') return covered[0]?.from ?? Infinity;
  const over = placed.filter(({ possible }) => possible !== null).map(({ soonestOver }) => soonestOver);
  return Math.min(Infinity, ...over);
}

/** The covered part of the days looked at. */
export function coveredDays(line: Line, reading: Reading): number {
  return clipAll(listCoveredSpans(line, reading), line.domain).reduce((sum, one) => sum + getLength(one), 0);
}

export function isOpen({ domain, asOf }: Line, hole: Interval): boolean {
  return hole.to === domain.to && hole.to === toEpochDay(asOf);
}

/** The contracts whose vague dates stand in the way of an answer, by key. */
export function excludedContracts({ placed }: Line): Finding {
  const vague = placed.filter(({ exact, possible }) => exact === null && possible !== null);
  return insufficient(
    { code: 'contracts_excluded', contracts: vague.map(({ contract }) => contract.key) },
    vague.map(({ contract }) => ({
      record: contract.record,
      field: 'window',
      value: `${contract.window.start ?? ''}/${contract.window.end ?? ''}`,
    })),
  );
}

export function holeEvidence(line: Line, holes: readonly Interval[]): Evidence[] {
  return holes.map((hole) => ({ record: lineRecord(line), field: 'gap', value: spanText(hole) }));
}

export function spanText(interval: Interval): string {
  const { from, to } = toDays(interval);
  return `${from}/${to}`;
}
