import type { GroupFacts } from '../../facts/group-facts.js';
import { listBidEvidence } from '../../rules/group.rules.js';
import type { Evidence } from '../../runs/assessment-types.js';
import type { Withholding } from './disclosure.rules.js';

/** A piece of evidence, and why its reader is not shown it; null: it is. */
export interface JudgedEvidence {
  each: Evidence;
  why: Withholding | null;
}

/** What a rule over many lots was given, as far as its lots and bids go. */
export type GroupBids = Pick<GroupFacts, 'lots' | 'bids' | 'members'>;

/**
 * The bids that a finding over many lots rests on, as a body that it is about reads them: none of those whose price it may
 * not know; of others their price and what became of them, and no points.
 * @param findReason why a piece of a bid is withheld
 */
export function judgeGroupBids(
  facts: GroupBids,
  findReason: (piece: Evidence) => Withholding | null,
): JudgedEvidence[] {
  const judge = (record: string, field: string): JudgedEvidence => {
    const each = { record, field, value: '' };
    return { each, why: findReason(each) };
  };
  const judged = facts.bids.map((bid) => ({
    bid,
    price: judge(bid.record, 'price'),
    points: bid.technical === null ? null : judge(bid.record, 'technical'),
  }));
  const told = judged.filter(({ price }) => price.why === null);
  const bids = told.map(({ bid, points }) => (points?.why ? { ...bid, technical: null } : bid));
  const withheld = judged.flatMap(({ price, points }) => (price.why !== null ? [price] : points?.why ? [points] : []));
  return [...listBidEvidence({ ...facts, bids }).map((each) => ({ each, why: null })), ...withheld];
}
