import { countRankedBids } from '../facts/purchases/handed-in/handed-in.rules.js';
import type { MarketBid, MarketLot } from './screening-types.js';

export interface ViewLot {
  lot: MarketLot;
  index: number;
  /** One bid of each bidder, by its key. */
  bids: ReadonlyMap<string, MarketBid>;
  /** The single winner; null = none or several, as in a framework agreement. */
  winner: string | null;
  /** Several were taken, or any number may be. */
  manyWinners: boolean;
  /** All bids are listed: as many as were published, else ranked without a gap. */
  whole: boolean;
}

/**
 * A market in an order of its own: by day and key; bidders by key. Whatever order it came in, it is the same. A firm is in at
 * most one of the lots of a purchase: bidders, panel, ceilings, discounts and limits on lots are the same in all of them, so
 * that they are one occasion however many there are.
 */
export interface MarketView {
  lots: readonly ViewLot[];
  /** Lots of purchases that are here already, by one that shares a bidder with them. They are no evidence of anything new. */
  repeats: readonly MarketLot[];
  /** Indexes of the lots in which a firm bids. */
  byFirm: ReadonlyMap<string, readonly number[]>;
}

const VIEWS = new WeakMap<readonly MarketLot[], MarketView>();

export function viewMarket(market: readonly MarketLot[]): MarketView {
  const known = VIEWS.get(market);
  if (known !== undefined) return known;
  const byFirm = new Map<string, number[]>();
  const unique = [...new Map(market.map((lot) => [lot.key, lot])).values()];
  const kept = new Set(keepOccasions(unique));
  const repeats = unique.filter((lot) => !kept.has(lot));
  const lots = [...kept].sort(byDayAndKey).map(viewLot);
  for (const { index, bids } of lots)
    for (const bidder of bids.keys()) byFirm.set(bidder, [...(byFirm.get(bidder) ?? []), index]);
  const view = { lots, repeats, byFirm };
  VIEWS.set(market, view);
  return view;
}

export function viewLot(lot: MarketLot, index: number): ViewLot {
  const bids = new Map(lot.bids.toSorted((a, b) => compare(a.bidder, b.bidder)).map((bid) => [bid.bidder, bid]));
  const winners = [...bids.values()].filter(({ won }) => won);
  const manyWinners = winners.length > 1 || lot.method === 'FRAMEWORK';
  const winner = manyWinners ? null : (winners[0]?.bidder ?? null);
  return { lot, index, bids, winner, manyWinners, whole: listsAll(lot) };
}

/** Of each purchase the lot with most bidders, and others that share none with those before: chosen by who bids alone. */
function keepOccasions(lots: readonly MarketLot[]): MarketLot[] {
  const seen = new Map<string, Set<string>>();
  return lots
    .toSorted((a, b) => b.bids.length - a.bids.length || compare(a.key, b.key))
    .filter(({ purchase, bids }) => {
      const firms = seen.get(purchase) ?? new Set();
      if (bids.some(({ bidder }) => firms.has(bidder))) return false;
      for (const { bidder } of bids) firms.add(bidder);
      seen.set(purchase, firms);
      return true;
    });
}

/** The first lot of each purchase: for what a purchase decides whoever bids, as its panel, agent and ceilings do. */
export function firstOfEach(lots: readonly ViewLot[]): ViewLot[] {
  const seen = new Set<string>();
  return lots.filter(({ lot: { purchase } }) => !seen.has(purchase) && seen.add(purchase));
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byDayAndKey(a: MarketLot, b: MarketLot): number {
  return compare(a.day, b.day) || compare(a.key, b.key);
}

function listsAll({ bidCount, bids }: MarketLot): boolean {
  return bidCount === null ? countRankedBids(bids) !== null : bids.length >= bidCount;
}

/** A bid that was not rejected or withdrawn, as far as is known. */
export function stands({ status }: MarketBid): boolean {
  return status === 'valid' || status === null;
}

/** Price of a bid that stands in fen, above 0; null = none. */
export function readPrice(bid: MarketBid | undefined): number | null {
  if (bid === undefined || bid.price === null || !stands(bid)) return null;
  const price = Number(bid.price);
  return price > 0 ? price : null;
}

/** Prices carry something: all bids are listed, and competition on price is known. All money is yuan. */
export function isPriced({ lot, whole }: ViewLot): boolean {
  return whole && lot.pricing === 'competitive' && lot.method !== 'SINGLE_SOURCE';
}

/** Why the prices of these lots say nothing; null = they may. */
export function priceReason(lots: readonly ViewLot[]) {
  if (lots.length > 0 && lots.every(({ lot }) => lot.pricing === 'fixed')) return { code: 'fixed_price' as const };
  if (lots.every(({ lot }) => lot.pricing === null)) return { code: 'missing' as const, fields: ['pricing'] };
  if (lots.every(({ whole }) => !whole)) return { code: 'missing' as const, fields: ['bids'] };
  return null;
}
