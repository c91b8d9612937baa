import { hundredths } from '../../tenders/drafts/draft.rules.js';
import type { Criterion, Scoring } from '../../tenders/conducted/terms/terms-types.js';
import { exact, plus, sumExact, ZERO, type Exact } from './exact.rules.js';

/** An offer that is to be scored. Its price is the final one, in fen, above zero. */
export interface ScoredOffer {
  bid: string;
  price: bigint;
  /** Basis points that are deducted of it before it is scored; absent: nothing is. */
  rate?: number;
}
/** What one member gave one bid for one criterion, in hundredths of a point. */
export interface Score {
  member: string;
  bid: string;
  criterion: number;
  points: number;
}
export interface Basis {
  scoring: Scoring;
  pricing: 'fixed' | 'competitive';
  criteria: readonly Criterion[];
}
export interface OfferTotal extends Required<ScoredOffer> {
  /** The price less the deduction, in ten-thousandths of a fen: exact. It counts for the score alone. */
  evaluated: bigint;
  /** The mean of the members, criterion by criterion. */
  means: { criterion: number; points: Exact }[];
  /** None where the price is fixed or no criterion. */
  priceScore: Exact | null;
  /** The sum of what says how good the service itself is. */
  technical: Exact;
  total: Exact;
}

/** What the members score; the price follows from a formula. */
export const scoredCriteria = ({ scoring, criteria }: Basis): readonly Criterion[] =>
  scoring === 'lowest_price' ? [] : criteria.filter(({ kind }) => kind !== 'price');

/** Points of the price, in hundredths; null where it does not count (Order 87 article 55: a fixed price is no factor). */
function pricePoints({ scoring, pricing, criteria }: Basis): number | null {
  if (scoring === 'lowest_price' || pricing === 'fixed') return null;
  const price = criteria.filter(({ kind }) => kind === 'price');
  return price.length === 0 ? null : price.reduce((sum, { points }) => sum + hundredths(points), 0);
}

/**
 * Order 87 article 55, [2014] 214 article 24: the lowest price of those that meet the documents gets all points, the
 * others lowest / price of them.
 */
export function priceScore(price: bigint, lowest: bigint, points: number): Exact {
  if (lowest <= 0n || price < lowest) throw new RangeError('the lowest price is above zero and the lowest');
  return exact(BigInt(points) * lowest, price);
}

/** What is left of a price for the score, in ten-thousandths of a fen. */
const evaluatePrice = ({ price, rate = 0 }: ScoredOffer): bigint => price * BigInt(10_000 - rate);

/** The arithmetic mean of all members for each criterion, and the price by the law's formula. Nothing is rounded. */
export function computeOfferTotals(
  basis: Basis,
  offers: readonly ScoredOffer[],
  members: readonly string[],
  scores: readonly Score[],
): OfferTotal[] {
  const lowest = offers
    .map(evaluatePrice)
    .reduce<bigint | null>((low, price) => (low === null || price < low ? price : low), null);
  const counted = pricePoints(basis);
  const seated = new Set(members);
  const sums = new Map<string, bigint>();
  for (const { member, bid, criterion, points } of scores) {
    if (!seated.has(member)) continue;
    const key = `${bid} ${criterion}`;
    sums.set(key, (sums.get(key) ?? 0n) + BigInt(points));
  }
  return offers.map((offer) => {
    const { bid, price, rate = 0 } = offer;
    const evaluated = evaluatePrice(offer);
    const means = scoredCriteria(basis).map(({ no, kind }) => ({
      criterion: no,
      kind,
      points: exact(sums.get(`${bid} ${no}`) ?? 0n, BigInt(members.length)),
    }));
    const forPrice = counted === null || lowest === null ? null : priceScore(evaluated, lowest, counted);
    return {
      bid,
      price,
      rate,
      evaluated,
      means: means.map(({ criterion, points }) => ({ criterion, points })),
      priceScore: forPrice,
      technical: sumExact(means.filter(({ kind }) => kind === 'professional').map(({ points }) => points)),
      total: plus(sumExact(means.map(({ points }) => points)), forPrice ?? ZERO),
    };
  });
}

/** Which scores a member still owes, and which lie outside the criterion: a sheet is locked only where both are empty. */
export function sheetFaults(
  basis: Basis,
  bids: readonly string[],
  scores: readonly Omit<Score, 'member'>[],
): { missing: { bid: string; criterion: number }[]; outside: number[] } {
  const most = new Map(scoredCriteria(basis).map(({ no, points }) => [no, hundredths(points)]));
  const given = new Set(scores.map(({ bid, criterion }) => `${bid} ${criterion}`));
  return {
    missing: bids.flatMap((bid) =>
      [...most.keys()].filter((no) => !given.has(`${bid} ${no}`)).map((criterion) => ({ bid, criterion })),
    ),
    outside: scores.flatMap(({ bid, criterion, points }, i) =>
      !bids.includes(bid) || points < 0 || points > (most.get(criterion) ?? -1) ? [i] : [],
    ),
  };
}
