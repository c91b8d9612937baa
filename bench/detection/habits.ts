import { shuffle, type Random } from '../../src/watch/statistics/random.js';
import { drawFirms, drawScene, finishLot, honestBid, type Firm, type Market, type MarketLaw } from './markets.js';

/** Papers of a careful firm fail so many times more seldom than those of others. */
const CARE = 10;

const isCareful = (firm: Firm, firms: readonly Firm[]): boolean => firms.indexOf(firm) % 10 === 0;

/**
 * Honest markets in which agents and firms have habits: one agent rejects many (in all of its lots, or where papers are hard to
 * bring), one firm in ten has its papers in order and is rejected seldom (and chooses the hard lots for it, where it is said so),
 * and a firm that lost its last bid seldom bids again. The regulars bid in their own lots whatever came before.
 */
export function habitMarket(law: MarketLaw, random: Random): Market {
  const firms = drawFirms(law, random);
  const lost = new Set<string>();
  const parts = Array.from({ length: law.lots + law.regulars }, (_, no) => ({ no, part: random() }));
  const lots = parts
    .toSorted((a, b) => a.part - b.part)
    .map(({ no, part }) => {
      const bidders = no < law.lots ? chooseBidders(law, firms, lost, random) : firms.slice(0, 3);
      const lot = drawLot(law, `T${no}/1`, { part, bidders, firms }, random);
      for (const { bidder, won } of lot.bids) {
        if (won) lost.delete(bidder);
        else lost.add(bidder);
      }
      return lot;
    });
  return { law, firms, lots };
}

/** Whoever lost its last bid comes again with the chance that is left; those who do not are asked where too few come. */
function chooseBidders(law: MarketLaw, firms: readonly Firm[], lost: ReadonlySet<string>, random: Random): Firm[] {
  const [fewest, most] = law.bids;
  const size = fewest + Math.floor((most - fewest + 1) * random());
  const stay = law.habits?.givesUp ?? 0;
  const each = shuffle([...firms], random).map((firm) => ({ firm, away: lost.has(firm.key) && random() < stay }));
  const [there, away] = [each.filter((one) => !one.away), each.filter((one) => one.away)];
  return [...there, ...away].slice(0, size).map(({ firm }) => firm);
}

interface Scenery {
  part: number;
  bidders: readonly Firm[];
  firms: readonly Firm[];
}

function drawLot(law: MarketLaw, key: string, { part, bidders, firms }: Scenery, random: Random) {
  const { agents = 5, strict = 0.05, hard = 1, chosen } = law.habits ?? {};
  const scene = { ...drawScene(law, key, part, random), agent: Math.floor(agents * random()) };
  const isHard = random() < hard;
  const there = scene.agent === 0 && chosen ? chooseLot(isHard, bidders, firms) : bidders;
  const bids = there.map((firm) => {
    const rate = scene.agent === 0 && isHard ? strict : 0.05;
    const own = isCareful(firm, firms) ? rate / CARE : rate;
    const lot = random();
    const status = lot < own ? ('rejected' as const) : lot > 0.98 ? ('withdrawn' as const) : ('valid' as const);
    return { ...honestBid(law, firm, scene, random), status };
  });
  return finishLot(law, scene, bids, [...firms], random);
}

/** The careful firm in the place of another where papers are hard to bring, and another in its place where they are not. */
function chooseLot(isHard: boolean, bidders: readonly Firm[], firms: readonly Firm[]): readonly Firm[] {
  const careful = firms.filter((firm) => isCareful(firm, firms));
  if (!isHard) {
    const others = firms.filter((firm) => !bidders.includes(firm) && !careful.includes(firm));
    return bidders.map((firm) => (careful.includes(firm) ? (others.shift() ?? firm) : firm));
  }
  const [first] = careful;
  return first === undefined || bidders.includes(first) ? bidders : [first, ...bidders.slice(1)];
}
