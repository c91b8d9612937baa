import type { Evidence, Finding } from '../../runs/assessment-types.js';
import type { BidSide, ComparisonFacts, ReadBidFacts } from '../../facts/comparison-facts.js';
import type { LotFacts } from '../../facts/fact-types.js';
import { findDispute, insufficient, notApplicable } from '../finding.rules.js';

/** A bid with fewer letters of its own has not been looked into. */
const LEAST_OWN_TEXT = 200;

/** The comparison of a lot's bids, or why there is none. */
export function findComparison(facts: LotFacts): ComparisonFacts | Finding {
  if (facts.method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
  const quarrel = findDispute(facts.conflicts, ['bids']);
  if (quarrel !== null) return insufficient(quarrel);
  if (facts.bidCount === 0) return notApplicable({ code: 'no_bids' });
  if (facts.bidCount === 1) return notApplicable({ code: 'one_bidder' });
  if (facts.comparison?.beyondLimits) return insufficient({ code: 'comparison_beyond_limits' });
  return facts.comparison ?? insufficient({ missing: ['comparison'] });
}

export const isFinding = (found: ComparisonFacts | Finding): found is Finding => 'state' in found;

/** Why nothing found is no answer; null where every bid was read as far as it has words. */
export function findUnread(
  { bidCount }: LotFacts,
  { bids, beyondLimits }: ComparisonFacts,
  wanted: 'words' | 'files' = 'words',
): Finding | null {
  const evidence = bids.map((bid) => describeReading(bid));
  if (beyondLimits) return insufficient({ code: 'comparison_beyond_limits' }, evidence);
  if (bidCount === null) return insufficient({ missing: ['bidCount'] }, evidence);
  // A file that is longer than its words are compared says all the same how it was made.
  if (bids.length < bidCount || bids.some(({ unreadable, cut = 0 }) => unreadable > cut))
    return insufficient({ code: 'bids_unread' }, evidence);
  if (wanted === 'words' && bids.some(({ cut = 0, saidCut }) => cut > 0 || saidCut))
    return insufficient({ code: 'bids_cut' }, evidence);
  if (wanted === 'words' && bids.some(({ characters }) => characters < LEAST_OWN_TEXT))
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
