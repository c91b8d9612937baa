import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { lowPriceTriggers, type LowPriceRule } from '../../../purchase/reviews/scoring/low-price.rules.js';
import type { LotFacts } from '../../facts/fact-types.js';
import type { HandedIn } from '../../facts/handed-in-facts.js';

interface Offer {
  bid: string;
  price: bigint;
  /** It counts among those that passed, or may have; nothing is said of it. */
  isRejected: boolean;
}

/** Offers of which it is known that they passed the check of conformity, and those that may have. */
export interface PricedBids {
  passed: readonly Offer[];
  maybe: readonly Offer[];
  /** How many that passed, or may have, have no price that is known. Nobody serves for nothing: 0 is none. */
  unknown: number;
}

/** The rules that each offer meets, those of mean and next bid whoever passed, by the key of its bidder. */
export interface LowPrices {
  certain: ReadonlyMap<string, LowPriceRule[]>;
  /** Whether an offer meets a rule only if others passed, or failed, of whom it is not known. */
  isOpen: boolean;
}

/** Rejected for its price alone, after it had passed. */
const AFTER_CONFORMITY = 'price_unexplained';

/** What was scored or ranked has passed. A rejection whose ground is not known may have come after the check. */
function hasPassed(bid: HandedIn | undefined, winners: LotFacts['winners']): boolean | null {
  if (bid === undefined) return null;
  const { key, status, rank, score, rejection } = bid;
  if (status === 'rejected') {
    const ground = rejection?.code ?? null;
    return ground === null ? null : ground === AFTER_CONFORMITY;
  }
  if (status === 'valid' || winners?.includes(key) === true || rank !== null) return true;
  return score.total !== null || score.technical !== null || score.price !== null ? true : null;
}

/** The bids of a lot by what is known of the check of conformity. Those that did not pass it are none of them. */
export function listPricedBids({ bids, handedIn, winners }: LotFacts): PricedBids {
  const known = new Map(handedIn.map((bid) => [bid.key, bid]));
  const found = { passed: [] as Offer[], maybe: [] as Offer[], unknown: 0 };
  for (const { key, price } of bids) {
    const passed = hasPassed(known.get(key), winners);
    if (passed === false) continue;
    if (price === null || BigInt(price) <= 0n) found.unknown += 1;
    else
      (passed ? found.passed : found.maybe).push({
        bid: key,
        price: BigInt(price),
        isRejected: known.get(key)?.status === 'rejected',
      });
  }
  return found;
}

/**
 * The rules of 财库〔2026〕2号 on these offers. Each is asked of the two selections that speak most against it and most for it: what
 * it says of both it says of every one between them.
 */
export function findLowPrices({ passed, maybe }: PricedBids, ceiling: bigint | null, at: PlainDate): LowPrices {
  const certain = new Map<string, LowPriceRule[]>();
  let isOpen = false;
  const isPassed = new Set(passed.map(({ bid }) => bid));
  const say = (offers: readonly Offer[], bid: string) => lowPriceTriggers(offers, ceiling, at).get(bid) ?? [];
  for (const offer of [...passed, ...maybe].filter(({ isRejected }) => !isRejected)) {
    const { bid } = offer;
    const own = isPassed.has(bid) ? passed : [...passed, offer];
    const others = maybe.filter((other) => other.bid !== bid);
    const all = [...own, ...others];
    const rules: LowPriceRule[] = say(own, bid).filter((rule) => rule === 'LOWPRICE-CEIL-45');
    const isMeanLow = say(moveMean(own, others, -1), bid).includes('LOWPRICE-AVG-50');
    const mayMeanBe = say(moveMean(own, others, 1), bid).includes('LOWPRICE-AVG-50');
    const isNextFar = own.length > 1 && say(all, bid).includes('LOWPRICE-2ND-50');
    const mayNextBe = say(own.length > 1 ? own : [...own, ...listHighest(others)], bid).includes('LOWPRICE-2ND-50');
    if (isPassed.has(bid)) {
      if (isMeanLow) rules.push('LOWPRICE-AVG-50');
      if (isNextFar) rules.push('LOWPRICE-2ND-50');
    }
    isOpen ||= isPassed.has(bid) ? isMeanLow !== mayMeanBe || isNextFar !== mayNextBe : mayMeanBe || mayNextBe;
    if (rules.length > 0) certain.set(bid, rules);
  }
  return { certain, isOpen };
}

/** The selection whose mean is least (-1) or greatest (1): of those that may belong to it, each that moves the mean so. */
function moveMean(own: readonly Offer[], maybe: readonly Offer[], way: 1 | -1): Offer[] {
  const chosen = [...own];
  let sum = own.reduce((all, { price }) => all + price, 0n);
  for (const offer of maybe.toSorted((a, b) => (a.price < b.price ? way : a.price > b.price ? -way : 0))) {
    const count = BigInt(chosen.length);
    if (way === 1 ? offer.price * count <= sum : offer.price * count >= sum) break;
    chosen.push(offer);
    sum += offer.price;
  }
  return chosen;
}

const listHighest = (offers: readonly Offer[]): Offer[] =>
  offers.toSorted((a, b) => (a.price > b.price ? -1 : 1)).slice(0, 1);
