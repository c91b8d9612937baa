import {
  drawScene,
  fen,
  finishLot,
  honestBid,
  honestMarket,
  PLAIN,
  rounded,
  type Firm,
  type MarketLaw,
} from '../../bench/detection/markets.js';
import type { MarketBid, MarketLot } from '../../src/watch/screening/screening-types.js';
import { createRandom, shuffle } from '../../src/watch/statistics/random.js';

/** Firms price alike and to 100 yuan, and three regulars meet as often as a ring does. */
const LAW: MarketLaw = { ...PLAIN, firms: 24, lots: 70, firmEffects: 0, grids: [100], regulars: 9, turnover: 0 };
const ELSEWHERE = 27;
const MEETINGS = 12;
/** Buyers of the market are 0 to 7; these have lots of their own. */
const FAVOURING = 7;
const REJECTING = 8;
const SILENT = 9;

/** What a planted lot has of its own; `change` makes a planted bid of an honest one, by its place among the bidders. */
interface Plan {
  buyer?: number;
  winner: Firm;
  change?: (bid: MarketBid, place: number, cost: number) => MarketBid;
}

const firm = (key: string): Firm => ({ key, effect: 0, quality: 0, grid: 100, from: 0, to: 1, partner: null });
type Ring = readonly [Firm, Firm, Firm];
const ring = (name: string): Ring => [firm(`${name}0`), firm(`${name}1`), firm(`${name}2`)];
const priced = (bid: MarketBid, yuan: number): MarketBid => ({ ...bid, price: fen(rounded(yuan, 100)) });

/**
 * A market of one year with a ring for each scheme. `places` divides buyers and keeps one distance between its prices; in
 * `favourite` one always wins with one buyer, and the others lose with covers and with worse papers than elsewhere; `covers`
 * takes turns; in `friends` one withdraws and another wins; of `bystander` the first withdraws as often, to nobody's gain.
 */
export function drawRingMarket(seed: string): MarketLot[] {
  const random = createRandom(seed);
  const base = honestMarket(LAW, random);
  const lots = [...base.lots];
  const others = base.firms.slice(3);
  const draw = (count: number): Firm[] => shuffle([...others], random).slice(0, count);
  const plant = (key: string, part: number, bidders: readonly Firm[], { buyer, winner, change }: Plan): void => {
    const scene = { ...drawScene(LAW, `${key}/1`, part, random), ...(buyer !== undefined && { buyer }) };
    const bids = bidders.map((bidder, place): MarketBid => {
      const bid: MarketBid = { ...honestBid(LAW, bidder, scene, random), status: 'valid' };
      return change === undefined ? bid : change(bid, place, scene.cost);
    });
    lots.push(finishLot(LAW, scene, bids, base.firms, random, winner.key));
  };
  const [places, favourite, covers, friends, bystander] = [
    ring('places'),
    ring('favourite'),
    ring('covers'),
    ring('friends'),
    ring('bystander'),
  ];
  for (let n = 0; n < ELSEWHERE; n += 1) {
    const own = [
      places[n % 3],
      favourite[Math.floor(n / 3) % 3],
      covers[Math.floor(n / 9)],
      friends[(n + Math.floor(n / 3)) % 3],
    ] as Firm[];
    const rivals = draw(2);
    // The losers of `favourite` win elsewhere.
    const [, second = own[0] as Firm] = own;
    const winner = second === favourite[0] ? (rivals[0] as Firm) : second;
    plant(`elsewhere${n}`, n / ELSEWHERE, [...own, ...rivals], { winner });
  }
  for (let n = 0; n < MEETINGS; n += 1) {
    const [part, turn] = [n / MEETINGS, n % 3];
    const margin = 0.05 + 0.1 * random();
    const cover = (bid: MarketBid, isWinner: boolean, cost: number): MarketBid =>
      priced(bid, cost * (isWinner ? 0.95 : 1 + margin + 0.01 * random()));
    plant(`places${n}`, part, places, {
      buyer: turn,
      winner: places[turn] as Firm,
      change: (bid, place, cost) => priced(bid, cost * (1 + 0.03 * ((place - turn + 3) % 3))),
    });
    plant(`covers${n}`, part, covers, {
      winner: covers[turn] as Firm,
      change: (bid, place, cost) => cover(bid, place === turn, cost),
    });
    plant(`favourite${n}`, part, favourite, {
      buyer: FAVOURING,
      winner: favourite[0],
      change: (bid, place, cost) => ({
        ...cover(bid, place === 0, cost),
        technical: (bid.technical ?? 0) - (place === 0 ? 0 : 8),
      }),
    });
    plant(`friends${n}`, part, friends, {
      winner: friends[1],
      change: (bid, place) => (place === 0 ? { ...bid, status: 'withdrawn' } : bid),
    });
    const [rival] = draw(1) as [Firm];
    plant(`bystander${n}`, part, [...bystander.slice(0, 2), rival], {
      winner: rival,
      change: (bid, place) => (place === 0 && n % 3 === 0 ? { ...bid, status: 'withdrawn' } : bid),
    });
    plant(`apart${n}`, part, [bystander[0], ...draw(2)], {
      winner: rival,
      change: (bid, place) => (place === 0 && n % 2 === 0 ? { ...bid, status: 'withdrawn' } : bid),
    });
    if (n < 8)
      plant(`rejected${n}`, part, [firm('left'), ...draw(3)], {
        buyer: REJECTING,
        winner: firm('left'),
        change: (bid, place) => (place === 0 ? bid : { ...bid, status: 'rejected' }),
      });
    if (n < 3)
      plant(`silent${n}`, part, draw(3), {
        buyer: SILENT,
        winner: firm('nobody'),
        change: (bid) => ({ ...bid, status: null }),
      });
  }
  // Whoever is rejected beside that firm stands where it does not bid. Drawn last, so that all before stays as it is.
  for (let n = 0; n < 8; n += 1) plant(`taken${n}`, n / 8, draw(4), { buyer: REJECTING, winner: firm('nobody') });
  return lots;
}

/** A market without competition on prices, in which three firms meet in frameworks that each take two of them. */
export function drawFrameworkMarket(seed: string): MarketLot[] {
  const random = createRandom(seed);
  const law: MarketLaw = { ...LAW, law: 'fixed price', firms: 8, lots: 8, regulars: 8 };
  return honestMarket(law, random).lots.map((lot) => {
    const isOfRegulars = Number(lot.key.slice(1).split('/')[0]) >= law.lots;
    if (!isOfRegulars) return lot;
    const bids = lot.bids.map((bid, n) => ({ ...bid, status: 'valid' as const, won: n < 2 }));
    return { ...lot, method: 'FRAMEWORK', bids };
  });
}
