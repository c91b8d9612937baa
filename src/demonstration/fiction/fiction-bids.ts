import { agencyId, AGENCY_COUNT, SAME_FOUNDER, SAME_HEAD } from './fiction-bodies.js';
import type { BidPlan, LotPlan } from './fiction-lots.js';
import { drawNormal, createRandom, sample } from './fiction-random.js';

export interface FictionBid {
  agency: number;
  organisation: string;
  /** Whole yuan. */
  price: number;
  rank: number;
  /** Two decimals. */
  score: string;
}

type DrawnPlan = Exclude<BidPlan, { kind: 'listed' }>;

/** Pairs that never meet by chance, only where it is meant. */
const APART: readonly (readonly [number, number])[] = [SAME_HEAD, SAME_FOUNDER];

/** The bids of a lot, by rank. `without` keeps an agency out, so that somebody else serves next year. */
export function buildBids(lot: LotPlan, without?: number): FictionBid[] {
  const random = createRandom(lot.key);
  if (lot.bids.kind === 'listed') return rankBids(lot.bids.bids, false);
  const prices = choosePrices(lot.bids, lot.ceiling, random);
  const agencies = chooseAgencies(lot.bids, prices.length, random, without);
  const offers = agencies.map((agency, i) => ({
    agency,
    price: prices[i] ?? 0,
    merit: 6_000 + Math.floor(random() * 2_600),
  }));
  const bids = rankBids(offers, lot.pricing === 'fixed');
  return lot.bids.kind === 'won' ? placeWinnerFirst(bids, lot.bids.by) : bids;
}

function choosePrices(bids: DrawnPlan, ceiling: number, random: () => number): readonly number[] {
  if (bids.kind === 'won') return Array.from({ length: bids.bidders }, () => ceiling);
  if (bids.kind === 'given') return bids.prices;
  const { bidders, grid } = bids;
  return Array.from({ length: bidders }, () => {
    for (;;) {
      const price = Math.round((ceiling * 0.93 * Math.exp(0.06 * drawNormal(random))) / grid) * grid;
      if (price <= ceiling) return price;
    }
  });
}

function chooseAgencies(plan: DrawnPlan, count: number, random: () => number, without?: number): number[] {
  const include = listIncludedAgencies(plan);
  const exclude = new Set([...include, without]);
  const pool = Array.from({ length: AGENCY_COUNT }, (_, i) => i + 1).filter((n) => !exclude.has(n));
  for (;;) {
    const chosen = sample(pool, count - include.length, random);
    const met = plan.kind === 'won' ? [...include, ...chosen] : chosen;
    if (!APART.some((pair) => pair.every((n) => met.includes(n)))) return [...include, ...chosen];
  }
}

function listIncludedAgencies(plan: DrawnPlan): readonly number[] {
  if (plan.kind === 'given') return [];
  return plan.kind === 'won' ? [plan.by] : (plan.include ?? []);
}

/** The points go by rank, so that the one that is to win has the most of them. */
function placeWinnerFirst(bids: readonly FictionBid[], winner: number): FictionBid[] {
  const order = [...bids.filter(({ agency }) => agency === winner), ...bids.filter(({ agency }) => agency !== winner)];
  return order.map((bid, i) => ({ ...bid, rank: i + 1, score: bids[i]?.score ?? bid.score }));
}

/** Comprehensive scoring in hundredths: price 10 points by the law's formula (none at a fixed price), the rest merit. */
function rankBids(offers: readonly { agency: number; price: number; merit: number }[], fixed: boolean): FictionBid[] {
  const lowest = Math.min(...offers.map(({ price }) => price));
  return offers
    .map(({ agency, price, merit }) => ({
      agency,
      price,
      hundredths: merit + (fixed ? 0 : Math.round((1_000 * lowest) / price)),
    }))
    .sort((a, b) => b.hundredths - a.hundredths || a.price - b.price || a.agency - b.agency)
    .map(({ agency, price, hundredths }, i) => ({
      agency,
      organisation: agencyId(agency),
      price,
      rank: i + 1,
      score: (hundredths / 100).toFixed(2),
    }));
}
