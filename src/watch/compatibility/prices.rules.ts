import { exclude, findSoleId, findWinners, isSubmitted, lacks } from './release.rules.js';
import type { Answer, Release } from './release-types.js';

/** Why prices of this process are not compared; null where they are. */
export function refusePrices(
  { pricesPredetermined, bids, lots, awardCriteria }: Release,
  corrected: boolean,
): Answer | null {
  if (bids === null) return lacks('bids');
  if (pricesPredetermined === null) return lacks('pricing');
  if (pricesPredetermined) return exclude('prices are set by the buyer');
  if (!corrected) return null;
  if (lots > 1) return exclude('bids do not say their lot');
  if (awardCriteria !== null && !PRICE_ALONE.has(awardCriteria)) return exclude('not the price alone decides');
  const currencies = new Set<string>();
  for (const bid of bids) if (bid.amount !== null && bid.currency !== null) currencies.add(bid.currency);
  return currencies.size > 1 ? exclude('bids in several currencies') : null;
}

/** Of the code list of the standard. */
export const PRICE_ALONE: ReadonlySet<string> = new Set(['priceOnly', 'lowestCost']);

/** Tenderers of one bid, whatever their order. */
export const spellParties = (ids: readonly string[]): string =>
  ids.length === 1 ? (ids[0] ?? '') : JSON.stringify([...new Set(ids)].sort());

/**
 * The first currency that a definition reads in this process; the main currency is that of the first process which has one.
 * R024 and R058 read before R036.
 */
export function findCurrency(release: Release): string | null {
  const { bids, awards, pricesPredetermined } = release;
  if (bids === null || awards === null || pricesPredetermined !== false) return null;
  const isPriced = ({ amount, currency }: (typeof bids)[number]): boolean => amount !== null && currency !== null;
  if ('winners' in findWinners(release, false)) {
    const read = bids.find((bid) => bid.status === 'valid' && isPriced(bid) && findSoleId(bid.tenderers) !== null);
    if (read !== undefined) return read.currency;
  }
  if (!awards.some(({ status }) => status === 'active')) return null;
  return bids.find((bid) => isSubmitted(bid) && isPriced(bid))?.currency ?? null;
}

export function findMainCurrency(releases: readonly Release[]): string | null {
  for (const release of releases) {
    const currency = findCurrency(release);
    if (currency !== null) return currency;
  }
  return null;
}
