import { rankOffers, tiesOf } from './ranking.rules.js';
import { showExact, showPoints } from './exact.rules.js';
import { totalsOf } from './scores.rules.js';
/** Totals and ranks as the report says them. */
export function reportedOffers(basis, method, offers, members, scores) {
    const ranked = rankOffers(totalsOf(basis, offers, members, scores), method, basis);
    return {
        offers: ranked.map(({ bid, rank, means, priceScore, total }) => ({
            bid,
            rank,
            means: means.map(({ criterion, points }) => ({ criterion, points: showPoints(points) })),
            priceScore: priceScore && showPoints(priceScore),
            total: showPoints(total),
            exact: showExact(total),
        })),
        ties: tiesOf(ranked).map((bids) => ({ bids })),
    };
}
//# sourceMappingURL=report.rules.js.map