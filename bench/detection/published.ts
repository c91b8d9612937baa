import { COMPATIBILITY_RULES } from '../../src/watch/compatibility/index.js';
import { toRelease } from '../../src/watch/compatibility/own-lots.js';
import type { CompatibilityResult, Release } from '../../src/watch/compatibility/release-types.js';
import type { MarketLot } from '../../src/watch/screening/screening-types.js';
import { drawTimes, type LotTimes } from './times.js';

/**
 * The published definitions beside our rules, each to its letter and on the whole market, as the product's own set of them
 * computes it. One that speaks of a process marks a group where it marks half of the group's lots or more, as a cut-off
 * does; one that speaks of bodies marks it where it marks a member.
 */

/** Those that speak of bodies alone. */
const OF_BODIES = new Set(['R025', 'R038', 'R048']);

const STATUSES = { valid: 'valid', rejected: 'disqualified', withdrawn: 'withdrawn' } as const;

export const PUBLISHED = COMPATIBILITY_RULES.map(({ id }) => id);

/** The definitions that mark the group that these firms are in these lots; `hash` is that of the market. */
export function markPublished(
  market: readonly MarketLot[],
  own: readonly MarketLot[],
  members: readonly string[],
  hash: string,
): string[] {
  const times = drawTimes(market, hash);
  const releases = market.map((lot) => toProcess(lot, times.get(lot.key)));
  return COMPATIBILITY_RULES.filter(({ id, evaluate }) => marksGroup(id, evaluate(releases), own, members)).map(
    ({ id }) => id,
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

function toProcess(lot: MarketLot, times: LotTimes | undefined): Release {
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
    issuedAt: times?.issuedAt ?? null,
    closesAt: times?.closesAt ?? null,
    received: Object.fromEntries(
      lot.bids.map(({ bidder, status }) => [
        bidder,
        { status: status === null ? null : STATUSES[status], at: times?.received[bidder] ?? null },
      ]),
    ),
    awards: lot.bids.flatMap(({ won, bidder }) => (won ? [{ status: 'active' as const, suppliers: [bidder] }] : [])),
  });
}
