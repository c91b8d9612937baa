import { formatYuan } from '../../../kernel/money/money.js';
import type { ConductedMethod } from '../../tenders/conducted/issue.rules.js';
import { rankOffers, listTies } from '../scoring/ranking.rules.js';
import { showExact, showPoints } from '../scoring/exact.rules.js';
import { computeOfferTotals, type Basis, type Score, type ScoredOffer } from '../scoring/scores.rules.js';

/** One offer in the report. Points have two decimals, rounded half up for the eye; `exact` is what was ranked by. */
export interface ReportedOffer {
  bid: string;
  rank: number;
  means: { criterion: number; points: string }[];
  /** Where something was deducted of its price. */
  deduction?: ReportedDeduction;
  priceScore: string | null;
  total: string;
  exact: string;
}

/** What was deducted of a price for the score alone; an award is at the offer. */
interface ReportedDeduction {
  /** Yuan. */
  offer: string;
  /** Basis points of the offer. */
  rate: number;
  /** Yuan, exact, to a millionth where it takes so many decimals. */
  evaluatedPrice: string;
}

/** Ten-thousandths of a fen as yuan: two decimals, or as many as it takes. */
function formatEvaluation(evaluated: bigint): string {
  const decimals = String(evaluated % 1_000_000n)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${evaluated / 1_000_000n}.${decimals}`;
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
    offers: ranked.map(({ bid, rank, means, price, rate, evaluated, priceScore, total }) => ({
      bid,
      rank,
      means: means.map(({ criterion, points }) => ({ criterion, points: showPoints(points) })),
      ...(rate > 0 && {
        deduction: { offer: formatYuan(price), rate, evaluatedPrice: formatEvaluation(evaluated) },
      }),
      priceScore: priceScore && showPoints(priceScore),
      total: showPoints(total),
      exact: showExact(total),
    })),
    ties: listTies(ranked).map((bids) => ({ bids })),
  };
}
