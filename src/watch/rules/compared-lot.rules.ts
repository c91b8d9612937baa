import { compareDates } from '../../kernel/clock/partial-date.js';
import type { Basis, Evidence, Finding } from '../runs/assessment-types.js';
import type { BidSide, ComparisonFacts, ReadBidFacts } from '../facts/comparison-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import { findDispute, insufficient, notApplicable } from './finding.rules.js';
import { toBasis } from './policy.rules.js';

const ORDER_87_IN_FORCE = '2017-10-01';
/** A bid with fewer letters of its own has not been looked into. */
const LEAST_OWN_TEXT = 200;

/**
 * The clause of article 37 of Order 87 for a tendering that began under it. Elsewhere the same sign is a clue, with article 74
 * (3) of the Regulation as its background.
 */
export function chooseClauseBasis(
  { method, startedOn }: Pick<LotFacts, 'method' | 'startedOn'>,
  clause: string,
): Basis {
  return isTendering({ method, startedOn }) ? toBasis('law', clause) : toBasis('statistic', 'COLLUDE-REG-74-3');
}

export function isTendering({ method, startedOn }: Pick<LotFacts, 'method' | 'startedOn'>): boolean {
  const tendering = method === 'OPEN_TENDER' || method === 'INVITED_TENDER';
  const order = startedOn === null ? 'unknown' : compareDates(startedOn, ORDER_87_IN_FORCE);
  return tendering && (order === 'after' || order === 'same');
}

/** The comparison of a lot's bids, or why there is none. */
export function findComparison(facts: LotFacts): ComparisonFacts | Finding {
  if (facts.method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
  const quarrel = findDispute(facts.conflicts, ['bids']);
  if (quarrel !== null) return insufficient(quarrel);
  if (facts.bidCount === 0) return notApplicable({ code: 'no_bids' });
  if (facts.bidCount === 1) return notApplicable({ code: 'one_bidder' });
  return facts.comparison ?? insufficient({ missing: ['comparison'] });
}

export const isFinding = (found: ComparisonFacts | Finding): found is Finding => 'state' in found;

/** Why nothing found is no answer; null where every bid was read as far as it has words. */
export function findUnread({ bidCount }: LotFacts, { bids }: ComparisonFacts): Finding | null {
  const evidence = bids.map((bid) => describeReading(bid));
  if (bidCount === null) return insufficient({ missing: ['bidCount'] }, evidence);
  if (bids.length < bidCount || bids.some(({ unreadable }) => unreadable > 0))
    return insufficient({ code: 'bids_unread' }, evidence);
  if (bids.some(({ characters }) => characters < LEAST_OWN_TEXT))
    return insufficient({ code: 'too_little_text' }, evidence);
  return null;
}

/** What was read of a bid: documents with words, of all, and those that are pictures. */
export const describeReading = ({ record, documents, read, withoutText }: ReadBidFacts): Evidence => ({
  record,
  field: 'documents',
  value: `${read}/${documents}${withoutText > 0 ? ` (+${withoutText})` : ''}`,
});

export const nameBidders = (sides: readonly BidSide[]): { en: string; zh: string } => ({
  en: sides.map(({ bidder }) => bidder).join(' and '),
  zh: sides.map(({ bidder }) => bidder).join('与'),
});
/** Where in a bid something stands, as its API names it: `content` or the document of a number. */
export const namePlace = (no: number): string => (no === 0 ? 'content' : `documents/${no}`);
