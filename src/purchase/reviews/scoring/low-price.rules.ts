import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ConductedMethod } from '../../tenders/conducted/issue.rules.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';

export const LOW_PRICE_RULES = ['LOWPRICE-AVG-50', 'LOWPRICE-2ND-50', 'LOWPRICE-CEIL-45'] as const;
export type LowPriceRule = (typeof LOW_PRICE_RULES)[number];

interface Offer {
  bid: string;
  price: bigint;
}

/** Of the mean, in basis points. The documents may set more, to at most sixty-five percent ([2026] 2, trigger 1). */
const MEAN_SHARE = 5_000n;

const isRuled = (at: PlainDate): boolean => LOW_PRICE_RULES.every((id) => findRuleInForce(id, at) !== null);

/**
 * Which triggers each offer meets in a review on the day (Caiku [2026] 2, from 2026-02-01): below half the mean of all that
 * passed the check of conformity, or the larger share that the documents set; the lowest below half the next; below 45
 * percent of the ceiling. Each is strict. A
 * trigger asks for an explanation and rejects nobody. Empty before that day.
 */
export function lowPriceTriggers(
  offers: readonly Offer[],
  ceiling: bigint | null,
  at: PlainDate,
  share: number | null = null,
): Map<string, LowPriceRule[]> {
  const found = new Map<string, LowPriceRule[]>();
  if (!isRuled(at)) return found;
  const ofMean = share === null || BigInt(share) < MEAN_SHARE ? MEAN_SHARE : BigInt(share);
  const count = BigInt(offers.length);
  const sum = offers.reduce((all, { price }) => all + price, 0n);
  const [lowest, next] = offers.map(({ price }) => price).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const { bid, price } of offers) {
    const triggers: LowPriceRule[] = [];
    if (price * 10_000n * count < sum * ofMean) triggers.push('LOWPRICE-AVG-50');
    if (price === lowest && next !== undefined && price * 2n < next) triggers.push('LOWPRICE-2ND-50');
    if (ceiling !== null && price * 100n < ceiling * 45n) triggers.push('LOWPRICE-CEIL-45');
    if (triggers.length > 0) found.set(bid, triggers);
  }
  return found;
}

/**
 * Whether the panel may ask a bidder about its price. In a tender it may where it holds the price to be clearly lower than
 * those of the others (Order 87 article 60): never of one that is not below their mean. In a consultation only a trigger
 * gives it that right.
 */
export function mayAskAboutPrice(
  method: ConductedMethod,
  offers: readonly Offer[],
  ceiling: bigint | null,
  at: PlainDate,
  bid: string,
  share: number | null = null,
): boolean {
  if (lowPriceTriggers(offers, ceiling, at, share).has(bid)) return true;
  const asked = offers.find((offer) => offer.bid === bid);
  const others = offers.filter((offer) => offer.bid !== bid);
  if (method !== 'OPEN_TENDER' || findRuleInForce('LOWPRICE-87-60', at) === null || asked === undefined) return false;
  return asked.price * BigInt(others.length) < others.reduce((all, { price }) => all + price, 0n);
}

/** Least minutes to explain; null where no rule in force says a number ("a reasonable time"). */
export function leastMinutes(at: PlainDate): number | null {
  const rule = findRuleInForce('LOWPRICE-EXPLAIN-30MIN', at);
  return rule === null ? null : Number(rule.value);
}
