import { bidsOf } from './fiction.bids.js';
import { CHAIN_LOT, NEXT_LOT, tenderPlans } from './fiction.lots.js';
import { scheduleOf } from './fiction.schedule.js';
/** Every lot of the market with its bids, in the order of the plans. */
export function fictionLots() {
    const lots = [];
    tenderPlans().forEach((tender, n) => {
        const projectNo = `FX-${tender.year}-${String(n + 1).padStart(3, '0')}`;
        const schedule = scheduleOf(tender, n);
        for (const lot of tender.lots) {
            const incumbent = lot.key === NEXT_LOT ? winnerOf(lots, CHAIN_LOT)?.agency : undefined;
            lots.push({ tender, lot, projectNo, schedule, bids: bidsOf(lot, incumbent) });
        }
    });
    return lots;
}
/** Who won a lot, once it is decided. */
export const winnerOf = (lots, key) => lots.find(({ lot }) => lot.key === key)?.bids[0];
//# sourceMappingURL=fiction.market.js.map