import type { MarketBid, MarketLot } from '../../src/watch/screening/screening-types.js';
import { shuffle, type Random } from '../../src/watch/statistics/random.js';
import {
  drawFirms,
  drawScene,
  fen,
  finishLot,
  honestBid,
  rounded,
  type Firm,
  type Market,
  type MarketLaw,
  type Scene,
} from './markets.js';

const LOTS = [4, 8] as const;

/**
 * Honest tenders of four to eight lots: in all lots of one the same firms bid, before one panel, each with one discount from
 * the ceiling and one paper. `law.lots` and `law.regulars` count tenders; the three regulars are alone in theirs.
 */
export function tenderMarket(law: MarketLaw, random: Random): Market {
  const firms = drawFirms(law, random);
  const [fewest, most] = law.bids;
  const lots = Array.from({ length: law.lots + law.regulars }, (_, no) => {
    const scene = drawScene(law, `T${no}/1`, random(), random);
    const size = fewest + Math.floor((most - fewest + 1) * random());
    const bidders = no < law.lots ? shuffle([...firms], random).slice(0, size) : firms.slice(0, 3);
    return drawTender(law, `T${no}`, scene, bidders, firms, random);
  });
  return { law, firms, lots: lots.flat() };
}

function drawTender(
  law: MarketLaw,
  purchase: string,
  scene: Scene,
  bidders: readonly Firm[],
  firms: readonly Firm[],
  random: Random,
): MarketLot[] {
  const offers = bidders.map((firm) => ({ firm, bid: honestBid(law, firm, scene, random) }));
  const count = LOTS[0] + Math.floor((LOTS[1] - LOTS[0] + 1) * random());
  const won = new Set<string>();
  return Array.from({ length: count }, (_, no) => {
    const ceiling = rounded(scene.ceiling * (0.5 + random()), 1_000);
    const lot = { ...scene, key: `${purchase}/${no + 1}`, purchase, ceiling };
    const bids = offers.map(({ firm, bid }) => scaleBid(bid, firm, ceiling / scene.ceiling, law, random));
    const free = finishLot(law, lot, bids, firms, random);
    if (law.tenders !== 'one lot each') return free;
    const next = free.bids
      .filter(({ rank, bidder }) => rank !== null && !won.has(bidder))
      .toSorted((a, b) => Number(a.rank) - Number(b.rank))[0];
    if (next === undefined) return free;
    won.add(next.bidder);
    return finishLot(law, lot, bids, firms, random, next.bidder);
  });
}

/** One discount for all lots; the same paper has nearly the same points in each. */
function scaleBid(bid: MarketBid, firm: Firm, share: number, { law }: MarketLaw, random: Random): MarketBid {
  const yuan = (Number(bid.price) / 100) * share;
  return {
    ...bid,
    price: fen(rounded(yuan, law === 'fixed price' ? 1 : firm.grid)),
    technical: Math.round(100 * ((bid.technical ?? 0) + random() - 0.5)) / 100,
  };
}
