import { earliestDay, exactDay } from '../../kernel/clock/partial-date.js';
import { earlier, iso, later, toEpochDay, getYear, type PlainDate } from '../../kernel/clock/plain-date.js';
import { percent } from '../../kernel/money/money.js';
import type { Coverage, CoverageYear, Gap, Overlap, Spell } from './coverage-types.js';
import type { LineContract, LineFacts, WindowDates } from '../facts/fact-types.js';
import { computeEvidence, type EvidenceKnown } from './evidence.rules.js';
import { countLeftPeople } from './left-people.rules.js';
import type { LineRegister } from './line-register.js';
import {
  clip,
  clipAll,
  complement,
  toDays,
  getLength,
  placeContract,
  total,
  union,
  years,
  type Interval,
  type Placement,
} from '../rules/intervals.rules.js';

/** A spell with the days it lies on: what the continuity rules read. */
export interface PlacedSpell extends Placement {
  exact: Interval;
}

/** The day the line is looked at: never past what its dataset knows. */
export function getViewDay({ asOf, knownUntil }: LineFacts): PlainDate {
  return knownUntil === null ? asOf : earlier(asOf, knownUntil);
}

/** Days count from the line's first day to its last, or to the day it is looked at; null where that is no day at all. */
export function computeDomain(line: LineFacts): Interval | null {
  if (line.since === null) return null;
  const last = line.until === null ? getViewDay(line) : earlier(line.until, getViewDay(line));
  return last < line.since ? null : { from: toEpochDay(line.since), to: toEpochDay(last) };
}

/** All contracts of the line with their place, in one order whatever order they came in. */
export function placements(line: LineFacts): Placement[] {
  return line.contracts.map(placeContract).sort(byPlace);
}

function byPlace(a: Placement, b: Placement): number {
  const [x, y] = [a.possible ?? { from: Infinity, to: Infinity }, b.possible ?? { from: Infinity, to: Infinity }];
  if (x.from !== y.from) return x.from < y.from ? -1 : 1;
  if (x.to !== y.to) return x.to < y.to ? -1 : 1;
  return a.contract.key < b.contract.key ? -1 : a.contract.key > b.contract.key ? 1 : 0;
}

export function exactSpells(placed: readonly Placement[]): PlacedSpell[] {
  return placed.flatMap((one) => (one.exact === null ? [] : [{ ...one, exact: one.exact }]));
}

/**
 * Coverage of one service line: contracts side by side across years, buyers and agencies. A contract whose days are not
 * known to the day is not placed but named in `excluded`. Who is affected by a gap is read from the register of those who
 * are served, where one is kept.
 */
export function computeCoverage(
  line: LineFacts,
  register: LineRegister | null = null,
  known: EvidenceKnown | null = null,
): Coverage {
  const placed = placements(line);
  const spells = exactSpells(placed);
  const domain = computeDomain(line);
  const asOf = getViewDay(line);
  const begun = spells.filter(({ exact }) => exact.from <= toEpochDay(asOf));
  return {
    serviceLine: line.subject.id,
    dataset: line.dataset,
    since: line.since,
    until: line.until,
    asOf,
    knownUntil: line.knownUntil,
    spells: begun.map((spell) => toSpell(spell, domain, register, known)),
    gaps: domain === null ? [] : listGaps(begun, domain, toEpochDay(asOf), register),
    years: domain === null ? [] : listCoverageYears(begun, domain),
    overlaps: domain === null ? [] : listOverlaps(begun, domain),
    successor: findSuccessor(placed, asOf),
    excluded: placed.flatMap(({ contract, reason }) => (reason === null ? [] : [{ contract: contract.id, reason }])),
  };
}

function toSpell(
  { contract, exact }: PlacedSpell,
  domain: Interval | null,
  register: LineRegister | null,
  known: EvidenceKnown | null,
): Spell {
  const counted = domain === null ? null : clip(exact, domain);
  return {
    ...toDays(exact),
    contract: contract.id,
    agency: contract.agency,
    contractedDays: counted === null ? 0 : getLength(counted),
    ...computeEvidence(counted, register?.evidence.get(contract.id) ?? null, known),
    handover: contract.handovers.length > 0,
  };
}

/** The days without a contract. A gap is open where it still runs on the day looked at (not where the line ended). */
function listGaps(
  spells: readonly PlacedSpell[],
  domain: Interval,
  asOf: number,
  register: LineRegister | null,
): Gap[] {
  return complement(union(spells.map(({ exact }) => exact)), domain).map((gap) => ({
    ...toDays(gap),
    days: getLength(gap),
    open: gap.to === domain.to && domain.to === asOf,
    recipientsAffected: countLeftPeople(spells, gap.from, gap.from, register).people,
  }));
}

function listCoverageYears(spells: readonly PlacedSpell[], domain: Interval): CoverageYear[] {
  const covered = union(spells.map(({ exact }) => exact));
  return years(domain).map(({ year, within }) => {
    const contractedDays = total(clipAll(covered, within));
    return {
      year,
      days: getLength(within),
      contractedDays,
      ratio: percent(contractedDays, getLength(within)) ?? '0.0',
    };
  });
}

/** Cut at every day on which a contract begins or ends, and kept where two or more run. */
function listOverlaps(spells: readonly PlacedSpell[], domain: Interval): Overlap[] {
  const clipped = spells.flatMap(({ contract, exact }) => {
    const inside = clip(exact, domain);
    return inside === null ? [] : [{ id: contract.id, ...inside }];
  });
  const cuts = [...new Set(clipped.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b);
  return cuts.slice(0, -1).flatMap((from, i) => {
    const to = (cuts[i + 1] ?? from) - 1;
    const contracts = clipped.filter((one) => one.from <= from && to <= one.to).map(({ id }) => id);
    return contracts.length < 2 ? [] : [{ ...toDays({ from, to }), days: getLength({ from, to }), contracts }];
  });
}

/** The next signed contract after the day, whether or not its end is known. */
export function findSuccessor(placed: readonly Placement[], asOf: PlainDate): Coverage['successor'] {
  const ahead = placed.flatMap(({ contract, reason }) => {
    const from = exactDay(contract.window.start);
    return from !== null && from > asOf && reason !== 'ends_before_start' ? [{ contract, from }] : [];
  });
  const next = ahead.sort((a, b) =>
    a.from === b.from ? (a.contract.key < b.contract.key ? -1 : 1) : a.from < b.from ? -1 : 1,
  )[0];
  return next === undefined ? null : { contract: next.contract.id, from: next.from };
}

/**
 * A preview's line: its known coverage plus the draft's window, as of the last day of the window's year: the year it
 * starts in, or where it crosses years its own last day (a window from June to June is not blamed for the months after it).
 */
export function withDraft(line: LineFacts, window: WindowDates, lot?: number): LineFacts {
  const draft: LineContract = {
    key: lot === undefined ? 'draft' : `draft/${lot}`,
    id: 'draft',
    record: 'tender:draft',
    agency: null,
    window,
    terminatedOn: null,
    recipients: null,
    serviceMonths: null,
    handovers: [],
    plans: [],
  };
  const date = window.start ?? window.end;
  const yearsEnd = date === null ? line.asOf : iso(getYear(earliestDay(date)), 12, 31);
  const end = exactDay(window.end);
  const asOf = end !== null && end > yearsEnd ? end : yearsEnd;
  const knownUntil = line.knownUntil === null ? null : later(line.knownUntil, asOf);
  return { ...line, asOf, knownUntil, contracts: [...line.contracts, draft] };
}
