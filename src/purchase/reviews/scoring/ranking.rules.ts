import { createHash } from 'node:crypto';
import type { ConductedMethod } from '../../tenders/conducted/issue.rules.js';
import { compareExact } from './exact.rules.js';
import type { Basis, OfferTotal } from './scores.rules.js';

export interface Ranked extends OfferTotal {
  /** 1 is the best; equal ranks are a tie that stands. */
  rank: number;
}

type RankedBy = Pick<Basis, 'scoring' | 'pricing'>;

/** Below zero where `a` goes before `b`. What is compared is exact, not what is shown. */
function compare(a: OfferTotal, b: OfferTotal, method: ConductedMethod, { scoring, pricing }: RankedBy): number {
  const byScore = scoring === 'lowest_price' ? 0 : compareExact(b.total, a.total);
  // A price that is fixed is no factor of the review (Order 87 article 55): nobody goes before another by it.
  const byPrice = pricing === 'fixed' ? 0 : comparePrices(a, b, scoring);
  // [2014] 214 article 25; a tender leaves them side by side (Order 87 article 57).
  const byService = method === 'COMPETITIVE_CONSULTATION' ? compareExact(b.technical, a.technical) : 0;
  return byScore || byPrice || byService;
}

/** Where the lowest price decides it is that after the deduction; who has the same total as another goes by the offers. */
function comparePrices(a: OfferTotal, b: OfferTotal, scoring: Basis['scoring']): number {
  const [mine, other] = scoring === 'lowest_price' ? [a.evaluated, b.evaluated] : [a.price, b.price];
  return mine === other ? 0 : mine < other ? -1 : 1;
}

/**
 * The order of the offers: the higher total, then the lower price unless it is fixed, then in a consultation the better service. Offers that
 * are equal in all of it share a rank; the documents' rule or a draw parts them when the result is confirmed.
 */
export function rankOffers(totals: readonly OfferTotal[], method: ConductedMethod, by: RankedBy): Ranked[] {
  const sorted = totals.toSorted((a, b) => compare(a, b, method, by) || (a.bid < b.bid ? -1 : 1));
  const ranked: Ranked[] = [];
  sorted.forEach((offer, i) => {
    const before = ranked[i - 1];
    const tied = before !== undefined && compare(before, offer, method, by) === 0;
    ranked.push({ ...offer, rank: tied ? before.rank : i + 1 });
  });
  return ranked;
}

/** The bids of every rank that more than one offer holds. */
export function listTies(ranked: readonly Ranked[]): string[][] {
  const ranks = [...new Set(ranked.map(({ rank }) => rank))];
  return ranks
    .map((rank) => ranked.filter((offer) => offer.rank === rank).map(({ bid }) => bid))
    .filter((tied) => tied.length > 1);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A draw that anybody repeats: from a seed that was public, the lot and the bids follows one order. */
export interface Draw {
  seed: string;
  lot: string;
  /** In the order of the draw. */
  order: { bid: string; hash: string }[];
}

/**
 * The bids' ids are sorted and hashed with seed and lot by SHA-256; each bid is then hashed behind that, and the lowest
 * hash comes first. In which order the bids were named changes nothing.
 */
export function draw(seed: string, lot: string, bids: readonly string[]): Draw {
  if (new Set(bids).size !== bids.length) throw new RangeError('a bid takes part once');
  const urn = sha256([seed, lot, ...bids.toSorted()].join('|'));
  const order = bids
    .map((bid) => ({ bid, hash: sha256(`${urn}|${bid}`) }))
    .toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  return { seed, lot, order };
}

/** Whether a recorded draw is what its seed, lot and bids give. */
export function verifyDraw(recorded: Draw): boolean {
  const bids = recorded.order.map(({ bid }) => bid);
  if (new Set(bids).size !== bids.length) return false;
  const again = draw(recorded.seed, recorded.lot, bids);
  return again.order.every(({ bid, hash }, i) => recorded.order[i]?.bid === bid && recorded.order[i].hash === hash);
}
