import type { MarketBid, MarketLot } from '../../src/watch/screening/screening-types.js';
import { shuffle, type Random } from '../../src/watch/statistics/random.js';
import { normal } from '../draws.js';

/** How honest prices lie: around a cost, below a ceiling, cut off at it, or all at one price. */
export const LAWS = ['log-normal', 'normal', 'heavy tails', 'below ceiling', 'cut at ceiling', 'fixed price'] as const;
type Law = (typeof LAWS)[number];

/** What an honest market is made of. */
export interface MarketLaw {
  firms: number;
  lots: number;
  law: Law;
  /** Relative spread of honest prices, 0.02 to 0.30. */
  spread: number;
  /** Standard deviation of what a firm is dearer or cheaper everywhere. */
  firmEffects: number;
  /** Roundings in yuan; each firm keeps one. */
  grids: readonly number[];
  /** Standard deviations of points: between firms, between panels, between scores. */
  quality: number;
  panels: number;
  noise: number;
  /** Fewest and most bidders of a lot. */
  bids: readonly [number, number];
  /** How many lots the three regulars share; 0 = none. */
  regulars: number;
  /** Whether the regulars' lots are open to one more bidder. */
  regularsOpen: boolean;
  /** Share of firms that are there in a part of the year only. */
  turnover: number;
  /** Set where lots come in tenders of four to eight: each firm offers one discount and one paper for all lots of a tender. */
  tenders?: TenderRule;
  /** Set where buyers differ. */
  places?: PlaceRule;
  /** Set where agents and firms have habits. */
  habits?: HabitRule;
}

/** How many agents there are, how often the first rejects a bid, and how often a firm that lost its last bid stays away. */
interface HabitRule {
  agents: number;
  strict: number;
  givesUp: number;
  /** In what share of its lots the first agent does so; all where it is not said. */
  hard?: number;
  /** Set where the careful firm comes to the hard lots of the first agent, and to no others of it. */
  chosen?: true;
}

/** How much buyers differ: deviations of points and of log ceilings between them, and what who served last has more. */
interface PlaceRule {
  severity: number;
  ceilings: number;
  incumbency: number;
  /** Whether the regulars meet at one buyer. */
  home: boolean;
  /** Whether buyers buy in one order, round by round; the regulars meet at three of them. */
  yearly?: boolean;
  /** Of how many bureaus, which buy in one order every November of five years, what are buyers to the others are services. */
  bureaus?: number;
  /** How many services the regulars meet at where bureaus buy; three where it is not said. */
  services?: number;
  /** Set where each lot then says which service it is for. */
  servicesTold?: boolean;
}

/** Whether one firm may win any number of the lots of a tender. */
type TenderRule = 'any lots' | 'one lot each';

export const PLAIN: MarketLaw = {
  firms: 30,
  lots: 100,
  law: 'log-normal',
  spread: 0.1,
  firmEffects: 0.05,
  grids: [1, 100, 1_000],
  quality: 4,
  panels: 0,
  noise: 3,
  bids: [3, 5],
  regulars: 12,
  regularsOpen: false,
  turnover: 0.2,
};

export interface Firm {
  key: string;
  effect: number;
  quality: number;
  grid: number;
  from: number;
  to: number;
  /** The firm it calls for help, whether or not that one bid. */
  partner: string | null;
}

export interface Market {
  law: MarketLaw;
  firms: Firm[];
  lots: MarketLot[];
}

const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)] as T;

export const rounded = (yuan: number, grid: number): number => Math.max(1, Math.round(yuan / grid)) * grid;

export const fen = (yuan: number): string => String(Math.round(yuan * 100));

/** Days of one year up to October, as the parts of 1 that they are: nothing in it can be bought anew. */
function dayOf(part: number): string {
  return new Date(Date.UTC(2025, 0, 1 + Math.floor(300 * part))).toISOString().slice(0, 10);
}

export function drawFirms(law: MarketLaw, random: Random): Firm[] {
  return Array.from({ length: law.firms }, (_, i) => {
    const comes = random() < law.turnover;
    const from = comes && random() < 0.5 ? 0.5 * random() : 0;
    return {
      key: `F${String(i).padStart(3, '0')}`,
      effect: law.firmEffects * normal(random),
      quality: law.quality * normal(random),
      grid: pick(law.grids, random),
      from,
      to: comes && from === 0 ? 0.5 + 0.5 * random() : 1,
      partner: random() < 0.2 ? `F${String(Math.floor(random() * law.firms)).padStart(3, '0')}` : null,
    };
  });
}

/** One lot in the making: who bids, and what all of them see. */
export interface Scene {
  key: string;
  /** Of a lot among others of one tender; else the lot is the whole of it. */
  purchase?: string;
  part: number;
  cost: number;
  ceiling: number;
  panel: number;
  agent: number;
  buyer: number;
}

/** How often an agent rejects a bid: some are strict, and honestly so. */
const strictness = (agent: number): number => [0.02, 0.02, 0.05, 0.05, 0.2][agent % 5] ?? 0.05;

export function drawScene(law: MarketLaw, key: string, part: number, random: Random): Scene {
  const cost = 100_000 * 10 ** random();
  const loose = law.law === 'log-normal' || law.law === 'normal' || law.law === 'heavy tails';
  return {
    key,
    part,
    cost,
    // Where honest prices are not cut off by the ceiling, it is above nearly all of them.
    ceiling: rounded(
      cost * (loose ? Math.exp(0.2 + 3 * Math.hypot(law.spread, law.firmEffects)) : 1 + law.spread * random()),
      1_000,
    ),
    panel: law.panels * normal(random),
    agent: Math.floor(5 * random()),
    buyer: Math.floor(8 * random()),
  };
}

function honestPrice({ law, spread }: MarketLaw, firm: Firm, scene: Scene, random: Random): number {
  const z = normal(random);
  const own = Math.exp(firm.effect);
  switch (law) {
    case 'log-normal':
      return scene.cost * own * Math.exp(spread * z);
    case 'normal':
      return scene.cost * own * Math.max(0.05, 1 + spread * z);
    case 'heavy tails':
      return (
        scene.cost *
        own *
        Math.exp((spread * z) / Math.sqrt((normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2) / 3))
      );
    case 'below ceiling':
      return scene.ceiling * Math.max(0.05, 1 - Math.abs(spread * z + firm.effect));
    case 'cut at ceiling':
      return Math.min(scene.ceiling, scene.cost * own * Math.exp(spread * z));
    case 'fixed price':
      return scene.ceiling;
  }
}

export function honestBid(law: MarketLaw, firm: Firm, scene: Scene, random: Random): MarketBid {
  const atCeiling = law.law === 'fixed price';
  const price = rounded(honestPrice(law, firm, scene, random), atCeiling ? 1 : firm.grid);
  const technical = 75 + firm.quality + scene.panel + law.noise * normal(random);
  const lot = random();
  return {
    bidder: firm.key,
    price: fen(price),
    technical: Math.round(100 * technical) / 100,
    status: lot < strictness(scene.agent) ? 'rejected' : lot > 0.98 ? 'withdrawn' : 'valid',
    won: false,
    rank: null,
  };
}

/** Points for the price as the law has them: the lowest price gets all. Ranks the valid bids. */
export function finishLot(
  law: MarketLaw,
  scene: Scene,
  drawn: MarketBid[],
  firms: readonly Firm[],
  random: Random,
  winner?: string,
): MarketLot {
  const valid = drawn.filter(({ status }) => status === 'valid');
  const lowest = Math.min(...valid.map(({ price }) => Number(price)));
  const points = (bid: MarketBid): number =>
    30 * (lowest / Number(bid.price)) + 0.5 * (bid.technical ?? 0) + (bid.bidder === winner ? 1_000 : 0);
  const order = valid.toSorted((a, b) => points(b) - points(a)).map(({ bidder }) => bidder);
  const habit = firms.find(({ key }) => key === order[0])?.partner ?? null;
  const partner = random() < 0.5 ? habit : null;
  const anyone = random() < 0.05 ? pick(firms, random).key : null;
  const subcontractors = [partner, anyone].filter((one): one is string => one !== null && one !== order[0]);
  return {
    key: scene.key,
    purchase: scene.purchase ?? scene.key,
    day: dayOf(scene.part),
    category: 'COMMUNITY_SOCIAL_WORK',
    region: 'R1',
    year: 2025,
    buyer: `B${scene.buyer}`,
    agent: `A${scene.agent}`,
    method: 'COMPETITIVE_CONSULTATION',
    pricing: law.law === 'fixed price' ? 'fixed' : 'competitive',
    ceiling: fen(scene.ceiling),
    bidCount: drawn.length,
    bids: drawn.map((bid) => ({
      ...bid,
      won: bid.bidder === order[0],
      rank: order.includes(bid.bidder) ? order.indexOf(bid.bidder) + 1 : null,
      ...(bid.bidder === order[0] ? { subcontractors } : {}),
    })),
  };
}

/** Everybody prices alone; three regulars meet as often as a ring would. */
export function honestMarket(law: MarketLaw, random: Random): Market {
  const firms = drawFirms(law, random);
  const lots: MarketLot[] = [];
  for (let no = 0; no < law.lots + law.regulars; no += 1) {
    const regular = no >= law.lots;
    const part = random();
    const scene = drawScene(law, `T${no}/1`, part, random);
    const there = shuffle(
      firms.filter(({ from, to }) => part >= from && part <= to),
      random,
    );
    const [fewest, most] = law.bids;
    const size = fewest + Math.floor((most - fewest + 1) * random());
    const trio = firms.slice(0, 3);
    const bidders = regular
      ? [...trio, ...(law.regularsOpen ? there.filter((firm) => !trio.includes(firm)).slice(0, 1) : [])]
      : there.slice(0, size);
    lots.push(
      finishLot(
        law,
        scene,
        bidders.map((firm) => honestBid(law, firm, scene, random)),
        firms,
        random,
      ),
    );
  }
  return { law, firms, lots };
}
