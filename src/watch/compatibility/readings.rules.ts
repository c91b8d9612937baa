import { findSoleId } from './release.rules.js';
import { PRICE_ALONE } from './prices.rules.js';
import type { Release } from './release-types.js';

/** Definitions whose readings differ by what instants say; `readsAlike` speaks of all others. */
export const READ_BY_INSTANTS: ReadonlySet<string> = new Set(['R003', 'R030']);

/**
 * Whether a process is so plain that both readings say the same of it: at most one lot, one tenderer a bid, one supplier an
 * award, prices in one currency, nobody disqualified. False where that is not sure.
 */
export function readsAlike({ lots, awardCriteria, numberOfTenderers, bids, awards }: Release): boolean {
  if (lots > 1 || numberOfTenderers === null || bids === null) return false;
  if (awardCriteria !== null && !PRICE_ALONE.has(awardCriteria)) return false;
  const currency = bids[0]?.currency ?? null;
  for (const bid of bids) {
    if (bid.status === 'disqualified' || bid.currency !== currency || findSoleId(bid.tenderers) === null) return false;
  }
  return awards === null || awards.every(({ suppliers }) => findSoleId(suppliers) !== null);
}
