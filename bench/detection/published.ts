import { COMPATIBILITY_RULES } from '../../src/watch/compatibility/index.js';
import { toRelease } from '../../src/watch/compatibility/own-lots.js';
import type { CompatibilityResult, Release } from '../../src/watch/compatibility/release-types.js';
import type { MarketLot } from '../../src/watch/screening/screening-types.js';

/**
 * The published definitions beside our rules, each to its letter and on the whole market, as the product's own set of them
 * computes it. One that speaks of a process marks a group where it marks half of the group's lots or more, as a cut-off
 * does; one that speaks of bodies marks it where it marks a member.
 */

/** Definitions that need what a drawn market does not have, and what that is. */
export const NOT_DRAWN: Readonly<Record<string, string>> = {
  R003: 'the drawn markets have no days of notices and deadlines',
  R030: 'the drawn markets have no instants at which bids came in',
};

/** Those that speak of bodies alone. */
const OF_BODIES = new Set(['R025', 'R038', 'R048']);

const STATUSES = { valid: 'valid', rejected: 'disqualified', withdrawn: 'withdrawn' } as const;

export const PUBLISHED = COMPATIBILITY_RULES.map(({ id }) => id);

/** By definition: whether it marks the group that these firms are in these lots; null = it cannot be computed here. */
export function markPublished(
  market: readonly MarketLot[],
  own: readonly MarketLot[],
  members: readonly string[],
): Record<string, boolean | null> {
  const releases = market.map(toProcess);
  return Object.fromEntries(
    COMPATIBILITY_RULES.map(({ id, evaluate }) => [
      id,
      id in NOT_DRAWN ? null : marksGroup(id, evaluate(releases), own, members),
    ]),
  );
}

function marksGroup(
  id: string,
  results: readonly CompatibilityResult[],
  own: readonly MarketLot[],
  members: readonly string[],
): boolean {
  const marked = results.filter(({ state }) => state === 'triggered');
  if (OF_BODIES.has(id)) return marked.some((one) => one.subject === 'tenderer' && members.includes(one.id));
  const processes = new Set(marked.flatMap((one) => (one.subject === 'process' ? [one.id] : [])));
  return own.length > 0 && own.filter(({ key }) => processes.has(key)).length * 2 >= own.length;
}

function toProcess(lot: MarketLot): Release {
  return toRelease({
    facts: {
      subject: { type: 'lot', id: lot.key, key: lot.key },
      method: lot.method,
      pricing: lot.pricing,
      bidCount: lot.bidCount,
      bids: lot.bids.map(({ bidder, price }) => ({
        key: bidder,
        record: `bid:${bidder}`,
        bidder,
        price,
        items: null,
        registration: null,
      })),
    },
    buyer: lot.buyer,
    agent: lot.agent,
    category: lot.category,
    issuedAt: null,
    closesAt: null,
    received: Object.fromEntries(
      lot.bids.map(({ bidder, status }) => [bidder, { status: status === null ? null : STATUSES[status], at: null }]),
    ),
    awards: lot.bids.flatMap(({ won, bidder }) => (won ? [{ status: 'active' as const, suppliers: [bidder] }] : [])),
  });
}
