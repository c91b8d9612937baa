import type { PersonRef, LotFacts } from '../../facts/fact-types.js';
import type { HandedIn } from '../../facts/handed-in-facts.js';
import type { Evidence, Finding } from '../../runs/assessment-types.js';
import { findDispute, insufficient, notApplicable } from '../finding.rules.js';

/** One thing that bids of different bidders have in common. */
export interface SharedMark {
  key: string;
  label: string;
  bids: readonly HandedIn[];
}

/** Bids that stand: one that was withdrawn is none. */
export const listStandingBids = ({ handedIn }: Pick<LotFacts, 'handedIn'>): HandedIn[] =>
  handedIn.filter(({ status }) => status !== 'withdrawn').toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** What two or more of these bids hold, in the order of its keys. */
export function listSharedMarks(
  bids: readonly HandedIn[],
  listRefs: (bid: HandedIn) => readonly PersonRef[],
): SharedMark[] {
  const marks = new Map<string, SharedMark>();
  for (const bid of bids)
    for (const { key, label } of listRefs(bid)) {
      const { bids: before = [] } = marks.get(key) ?? {};
      if (!before.includes(bid)) marks.set(key, { key, label, bids: [...before, bid] });
    }
  return [...marks.values()].filter((mark) => mark.bids.length > 1).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A mark as evidence of each bid that holds it. */
export const toMarkEvidence = ({ label, bids }: SharedMark, field: string): Evidence[] =>
  bids.map(({ record }) => ({ record, field, value: label }));

/** Of each mark the keys of the bidders that hold it. */
export const listHolders = (marks: readonly SharedMark[]): string[][] =>
  marks.map(({ bids }) => bids.map(({ key }) => key));

export const countPairs = (marks: readonly SharedMark[]): number =>
  new Set(
    marks.flatMap(({ bids }) => bids.flatMap((a, i) => bids.slice(i + 1).map((b) => [a.key, b.key].sort().join('\n')))),
  ).size;

/** Why nothing can be compared in a lot at all; null where something can. */
export function findNothingComparable({ method, bidCount, conflicts, handedIn }: LotFacts): Finding | null {
  if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
  const quarrel = findDispute(conflicts, ['bids']);
  if (quarrel !== null) return insufficient(quarrel);
  if (bidCount === 0) return notApplicable({ code: 'no_bids' });
  if (bidCount === 1 && handedIn.length < 2) return notApplicable({ code: 'one_bidder' });
  return null;
}

/** Nothing was found in common among what is known; is enough known to say that there is nothing? */
export function findUnknownParts(facts: LotFacts, field: string, isKnown: (bid: HandedIn) => boolean): Finding | null {
  const bids = listStandingBids(facts);
  const quarrel = findDispute(facts.conflicts, ['bidCount']);
  if (quarrel !== null) return insufficient(quarrel);
  if (facts.bidCount === null) return insufficient({ missing: ['bidCount'] });
  if (bids.length + facts.withdrawn < facts.bidCount) return insufficient({ missing: ['bids'] });
  if (bids.length < 2) return notApplicable({ code: 'one_bidder' });
  return bids.every(isKnown) ? null : insufficient({ missing: [field] });
}

export const joinNames = (bids: readonly HandedIn[]): { en: string; zh: string } => ({
  en: bids.map(({ bidder }) => bidder).join(' and '),
  zh: bids.map(({ bidder }) => bidder).join('与'),
});
