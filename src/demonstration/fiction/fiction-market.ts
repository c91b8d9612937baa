import { buildBids, type FictionBid } from './fiction-bids.js';
import { CHAIN_LOT, NEXT_LOT, tenderPlans, type LotPlan, type TenderPlan } from './fiction-lots.js';
import { regularTenders } from './fiction-regulars.js';
import { buildSchedule, type Schedule } from './fiction-schedule.js';
import { smallTenders } from './fiction-small.js';

/** Every call of the invented market; those that came to it later stand last, so that they change nothing of the others. */
export const allTenders = (): TenderPlan[] => [...tenderPlans(), ...smallTenders(), ...regularTenders()];

export interface FictionLot {
  tender: TenderPlan;
  lot: LotPlan;
  projectNo: string;
  schedule: Schedule;
  /** By rank; the first wins. */
  bids: readonly FictionBid[];
}

/** Every lot of the market with its bids, in the order of the plans. */
export function fictionLots(): FictionLot[] {
  const lots: FictionLot[] = [];
  allTenders().forEach((tender, n) => {
    const projectNo = `FX-${tender.year}-${String(n + 1).padStart(3, '0')}`;
    const schedule = buildSchedule(tender, n);
    for (const lot of tender.lots) {
      const incumbent = lot.key === NEXT_LOT ? findWinner(lots, CHAIN_LOT)?.agency : undefined;
      lots.push({ tender, lot, projectNo, schedule, bids: buildBids(lot, incumbent) });
    }
  });
  return lots;
}

/** Who won a lot, once it is decided. */
export const findWinner = (lots: readonly FictionLot[], key: string): FictionBid | undefined =>
  lots.find(({ lot }) => lot.key === key)?.bids[0];
