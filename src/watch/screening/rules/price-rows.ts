import { createRandom, shuffle } from '../../statistics/random.js';
import { isPriced, priceOf, type MarketView, type ViewLot } from '../market-view.js';
import { deviation, mean, type Row } from '../statistics/two-way.js';
import { rankSumP, smallestRankSumP } from '../statistics/rank-sum.js';

/** Reference lots without which a price shape is not judged. */
export const LEAST_REFERENCE = 20;
/** Ways in which a lot of more bids is read as one of fewer. */
const SUBSETS = 12;

/**
 * Log prices of these firms in one lot; null where one is missing, where all are equal, or where two stand at the ceiling:
 * a bid that is cut off there shows no distance.
 */
export function priceRow(view: ViewLot, firms: readonly string[]): Row | null {
  if (!isPriced(view)) return null;
  const prices = firms.map((firm) => priceOf(view.bids.get(firm)));
  if (prices.some((price) => price === null)) return null;
  const known = prices as number[];
  const ceiling = view.lot.ceiling === null ? Infinity : Number(view.lot.ceiling);
  if (known.filter((price) => price >= ceiling).length > 1) return null;
  if (known.every((price) => price === known[0])) return null;
  return { firms, values: known.map(Math.log) };
}

/** All valid bids of the market's lots in which at most one of the group bids. */
export function referenceRows(view: MarketView, members: readonly string[]): Row[] {
  return view.lots.flatMap((one) => {
    if (members.filter((firm) => one.bids.has(firm)).length > 1) return [];
    const row = priceRow(
      one,
      [...one.bids.keys()].filter((firm) => priceOf(one.bids.get(firm)) !== null),
    );
    return row === null || row.values.length < 3 ? [] : [row];
  });
}

/** How far below the others the lowest stands: minus the skewness, whatever the unit. */
function lowGap(values: readonly number[]): number {
  const [centre, spread] = [mean(values), deviation(values)];
  return spread > 0 ? -mean(values.map((value) => ((value - centre) / spread) ** 3)) : 0;
}

/** The gap of a lot as if it had `size` bids: the mean over some choices of so many of them. */
function gapAtSize(values: readonly number[], size: number, random: () => number): number {
  const ascending = values.toSorted((a, b) => a - b);
  if (ascending.length === size) return lowGap(ascending);
  const gaps = Array.from({ length: SUBSETS }, () => {
    const chosen = shuffle(
      ascending.map((_, i) => i),
      random,
    ).slice(0, size);
    return lowGap(ascending.flatMap((value, i) => (chosen.includes(i) ? [value] : [])));
  });
  return mean(gaps);
}

export interface ShapeTest {
  p: number;
  smallestP: number;
  /** Bids of a lot at which both sides were compared. */
  size: number;
  reference: number;
  gap: number;
}

/**
 * Whether the lowest bid stands farther from the others in the group's lots than in lots of others. Both sides are read
 * at one number of bids; null where there are too few lots of others.
 */
export function compareShapes(
  own: readonly (readonly number[])[],
  others: readonly (readonly number[])[],
  seed: string,
): ShapeTest | null {
  const bids = Math.min(...own.map(({ length }) => length));
  let size = bids;
  while (size > 3 && others.filter(({ length }) => length >= size).length < LEAST_REFERENCE) size -= 1;
  const comparable = others.filter(({ length }) => length >= size);
  if (comparable.length < LEAST_REFERENCE || size < 3) return null;
  const random = createRandom(seed);
  const gaps = comparable.map((values) => gapAtSize(values, size, random));
  const ownGaps = own.map((values) => gapAtSize(values, size, random));
  return {
    p: rankSumP(ownGaps, gaps),
    smallestP: smallestRankSumP(own.length, comparable.length),
    size,
    reference: comparable.length,
    gap: mean(ownGaps) - mean(gaps),
  };
}
