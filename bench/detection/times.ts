import { createHash } from 'node:crypto';
import type { MarketLot } from '../../src/watch/screening/screening-types.js';
import { createRandom } from '../../src/watch/statistics/random.js';

/** When documents of a lot were to be had, when bids had to be in, and when each came; RFC 3339. */
export interface LotTimes {
  issuedAt: string;
  closesAt: string;
  received: Readonly<Record<string, string>>;
}

const [DAY, HOUR] = [86_400_000, 3_600_000];

/** Days from documents to deadline that a consultation has at least (财库〔2014〕214号, article 10), and what honest buyers give at most here. */
const [SHORTEST, LONGEST] = [10, 30];

/** Share of bids that come when the day is over, by up to half an hour, and are let in all the same. */
const LATE = 0.01;

/**
 * Times of the lots of one market, honest in all of them: no scheme that is planted hurries anybody. A period is any of 10 to 30
 * days; bids come in the last days, most in the last. They are drawn from a stream of their own, so that nothing else that is
 * drawn depends on them.
 */
export function drawTimes(lots: readonly MarketLot[], hash: string): Map<string, LotTimes> {
  return new Map(lots.map((lot) => [lot.key, drawLotTimes(lot, hash)]));
}

function drawLotTimes({ key, day, bids }: MarketLot, hash: string): LotTimes {
  const random = createRandom(createHash('sha256').update(`${hash}|times|${key}`).digest('hex'));
  const closes = Date.parse(`${day}T01:00:00Z`);
  const days = SHORTEST + Math.floor((LONGEST - SHORTEST + 1) * random());
  const drawn = bids.map(({ bidder }): [string, string] => {
    const late = random() < LATE;
    const before = late ? -0.5 * HOUR * random() : -DAY * Math.log(1 - random());
    return [bidder, toInstant(closes - Math.min(before, days * DAY))];
  });
  return {
    issuedAt: toInstant(closes - days * DAY),
    closesAt: toInstant(closes),
    received: Object.fromEntries(drawn),
  };
}

const toInstant = (at: number): string => new Date(at).toISOString();
