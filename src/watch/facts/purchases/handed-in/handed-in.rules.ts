import type { LotFacts } from '../../fact-types.js';
import type { HandedIn, NamedBody } from '../../handed-in-facts.js';

/** A bid of a lot as it stands in the views: by whom, and at what price. */
export interface KnownBid {
  id: string;
  key: string | null;
  bidder: string | null;
  price: string | null;
}

/** What one source knows of a bid; null and absent are what it does not know. */
export type SaidOfBid = Partial<HandedIn>;

const NOTHING_KNOWN: Omit<HandedIn, 'key' | 'record' | 'bidder'> = {
  here: false,
  status: null,
  rank: null,
  score: { total: null, technical: null, price: null },
  firstPrice: null,
  price: null,
  rejection: null,
  received: { first: null, standing: null },
  revision: null,
  team: null,
  contacts: null,
  phones: null,
  mails: null,
  documents: null,
  subcontractors: null,
  origin: null,
};

/** The bids of a lot by their bidders; of what several sources or facts say the first that is known stands. */
export function mergeBidSources(
  bids: readonly KnownBid[],
  sources: readonly ReadonlyMap<string, SaidOfBid>[],
): HandedIn[] {
  const merged = new Map<string, HandedIn>();
  for (const [n, bid] of bids.entries()) {
    const key = bid.key ?? `unknown:${n}`;
    const known: HandedIn = merged.get(key) ?? {
      ...NOTHING_KNOWN,
      score: { ...NOTHING_KNOWN.score },
      received: { ...NOTHING_KNOWN.received },
      key,
      record: `bid:${bid.id}`,
      bidder: bid.bidder ?? '',
    };
    known.price ??= bid.price;
    for (const source of sources) {
      const said = source.get(bid.id);
      if (said !== undefined) completeBid(known, said);
    }
    merged.set(key, known);
  }
  return [...merged.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Writes into what is known of a bid, which is its own object. */
function completeBid(known: HandedIn, said: SaidOfBid): void {
  // Who withdrew in one fact has withdrawn.
  if (said.status === 'withdrawn') known.status = said.status;
  if (said.here === true) known.here = true;
  // A bid may name one and its contract another: nobody's list says that there are no more.
  known.subcontractors = joinBodies(known.subcontractors, said.subcontractors ?? null);
  complete(known.score, said.score);
  complete(known.received, said.received);
  complete(known, said);
}

/** Bodies of two lists, each once, by their keys; null where neither is known. */
function joinBodies(a: HandedIn['subcontractors'], b: HandedIn['subcontractors']): HandedIn['subcontractors'] {
  if (a === null || b === null) return a ?? b;
  const bodies = new Map([...b, ...a].map((body): [string, NamedBody] => [body.key, body]));
  return [...bodies.values()].sort((x, y) => (x.key < y.key ? -1 : 1));
}

/** What is null in the one becomes as the other has it. */
function complete<T extends object>(known: T, said: Partial<T> = {}): void {
  for (const name of Object.keys(said) as (keyof T)[]) {
    const value = said[name];
    if (value !== null && value !== undefined) known[name] ??= value;
  }
}

/** Where nobody said whether prices compete, bids at different prices show that they do; equal ones show nothing. */
export function derivePricing(
  said: LotFacts['pricing'],
  bids: readonly Pick<HandedIn, 'price' | 'status'>[],
): Pick<LotFacts, 'pricing' | 'pricingOfBids'> {
  if (said !== null) return { pricing: said, pricingOfBids: false };
  const prices = bids.flatMap(({ price, status }) =>
    price !== null && price !== '0' && status !== 'withdrawn' ? [price] : [],
  );
  return new Set(prices).size > 1
    ? { pricing: 'competitive', pricingOfBids: true }
    : { pricing: null, pricingOfBids: false };
}

/**
 * How many bids are listed, where all that were not rejected bear a rank and no rank is left out: 1, 2, 3, or 1, 2, 2, 4. Null
 * where that is not so: then some are missing from the list, or nobody knows.
 */
export function countRankedBids(bids: readonly Pick<HandedIn, 'status' | 'rank'>[]): number | null {
  const listed = bids.filter(({ status }) => status !== 'withdrawn');
  const ranks = listed.filter(({ status }) => status !== 'rejected').map(({ rank }) => rank ?? Infinity);
  const isWhole = ranks
    .toSorted((a, b) => a - b)
    .every(
      (rank, i, sorted) => rank === i + 1 || (i > 0 && (rank === sorted[i - 1] || rank === (sorted[i - 1] ?? 0) + 1)),
    );
  return listed.length > 0 && ranks.length > 0 && isWhole ? listed.length : null;
}
