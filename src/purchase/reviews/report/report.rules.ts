import type { ConductedMethod } from '../../tenders/conducted/issue.rules.js';
import { rankOffers, listTies } from '../scoring/ranking.rules.js';
import { showExact, showPoints } from '../scoring/exact.rules.js';
import { computeOfferTotals, type Basis, type Score, type ScoredOffer } from '../scoring/scores.rules.js';

/** One offer in the report. Points have two decimals, rounded half up for the eye; `exact` is what was ranked by. */
export interface ReportedOffer {
  bid: string;
  rank: number;
  means: { criterion: number; points: string }[];
  priceScore: string | null;
  total: string;
  exact: string;
}

/** Totals and ranks as the report says them. */
export function reportedOffers(
  basis: Basis,
  method: ConductedMethod,
  offers: readonly ScoredOffer[],
  members: readonly string[],
  scores: readonly Score[],
): { offers: ReportedOffer[]; ties: { bids: string[] }[] } {
  const ranked = rankOffers(computeOfferTotals(basis, offers, members, scores), method, basis);
  return {
    offers: ranked.map(({ bid, rank, means, priceScore, total }) => ({
      bid,
      rank,
      means: means.map(({ criterion, points }) => ({ criterion, points: showPoints(points) })),
      priceScore: priceScore && showPoints(priceScore),
      total: showPoints(total),
      exact: showExact(total),
    })),
    ties: listTies(ranked).map((bids) => ({ bids })),
  };
}
