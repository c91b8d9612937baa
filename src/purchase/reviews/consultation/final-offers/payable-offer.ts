import { parseYuan } from '../../../../kernel/money/money.js';
import { exceedsUnitPrices, readOfferedPrice } from '../../../tenders/conducted/terms/prices/offered-price.rules.js';
import type { BidContent } from '../../../bids/bid-content.rules.js';
import type { OpenReview } from '../../open-review.js';

/** Fen that a final offer comes to by the documents in force; null where it says no price, or more than an amount can say. */
export function toOfferedFen({ lot }: Pick<OpenReview, 'lot'>, content: BidContent): bigint | null {
  const price = readOfferedPrice(lot.terms.price, content);
  return price === null ? null : parseYuan(price);
}

/** Whether the buyer may pay it: neither the whole nor a unit is above what the documents allow. */
export function isPayable(open: Pick<OpenReview, 'lot'>, content: BidContent): boolean {
  const price = toOfferedFen(open, content);
  const { ceiling, terms } = open.lot;
  return price !== null && (ceiling === null || price <= ceiling) && !exceedsUnitPrices(terms.price, content);
}
