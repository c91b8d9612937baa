import { createRandom, shuffle } from '../../statistics/random.js';
import { isPriced, readPrice, type MarketView, type ViewLot } from '../market-view.js';
import { deviation, mean, numberFirms, removeFirmEffects, standardise, type Row } from '../statistics/two-way.js';
import { rankSumP, smallestRankSumP } from '../statistics/rank-sum.js';

/** Reference lots without which a price shape is not judged. */
export const LEAST_REFERENCE = 20;
/**
 * A group's lots share its firms, so that their gaps hang together a little, which those of other lots do not: without this
 * N01 triggered in 2 to 5 % of honest markets instead of half a percent.
 */
const INFLATION = 1.3;
/** Ways in which a lot of more bids is read as one of fewer. */
const SUBSETS = 12;

/**
 * Log prices of these firms in one lot; null where one is missing, where all are equal, or where two stand at the ceiling:
 * a bid that is cut off there shows no distance.
 */
export function priceRow(view: ViewLot, firms: readonly string[]): Row | null {
  if (!isPriced(view)) return null;
  const prices = firms.map((firm) => readPrice(view.bids.get(firm)));
  if (prices.some((price) => price === null)) return null;
  const known = prices as number[];
  const ceiling = view.lot.ceiling === null ? Infinity : Number(view.lot.ceiling);
  if (known.filter((price) => price >= ceiling).length > 1) return null;
  if (known.every((price) => price === known[0])) return null;
  return { firms, values: known.map(Math.log) };
}

/** One lot's prices, and what is left of them when what its firms have in common over the market is removed. */
export interface ReferenceRow {
  row: Row;
  /** Of log prices, and of log prices in standard deviations of their lot. */
  residuals: readonly number[];
  standardised: readonly number[];
}

const REFERENCES = new WeakMap<MarketView, readonly ReferenceRow[]>();

/** All valid bids of the market's competitive lots of three or more. */
function readRows(view: MarketView): readonly ReferenceRow[] {
  const known = REFERENCES.get(view);
  if (known !== undefined) return known;
  const rows = numberFirms(
    view.lots.flatMap((one) => {
      const row = priceRow(
        one,
        [...one.bids.keys()].filter((firm) => readPrice(one.bids.get(firm)) !== null),
      );
      return row === null || row.values.length < 3 ? [] : [row];
    }),
  );
  const residuals = removeFirmEffects(rows);
  const standardised = removeFirmEffects(rows.map(standardise));
  const all = rows.map((row, i) => ({ row, residuals: residuals[i] ?? [], standardised: standardised[i] ?? [] }));
  REFERENCES.set(view, all);
  return all;
}

const DISTANCES = new WeakMap<MarketView, readonly number[]>();

/** How far apart two bids of a lot stand in logarithms, firm effects removed; ascending, of the whole market. */
export function readDistances(view: MarketView): readonly number[] {
  const known = DISTANCES.get(view);
  if (known !== undefined) return known;
  const distances = readRows(view)
    .flatMap(({ residuals }) => residuals.slice(1).map((value, i) => Math.abs(value - (residuals[i] ?? 0))))
    .sort((a, b) => a - b);
  DISTANCES.set(view, distances);
  return distances;
}

/** Of a lot of more bids at most so many choices of `size` of them are read. */
const MOST_CHOICES = 10;
const LADDERS = new WeakMap<MarketView, Map<number, Ladders>>();

/** Distances between neighbours of so many bids of a lot, by the first of them; those of one lot weigh as much as one. */
export interface Ladders {
  lots: number;
  all: readonly { lot: number; ladder: Float64Array; weight: number }[];
}

/**
 * The distances between neighbours of `size` bids of a lot in logarithms, firm effects removed, ascending by price: those of
 * some choices of so many bids, by lot.
 */
export function readLadders(view: MarketView, size: number): Ladders {
  const bySize = LADDERS.get(view) ?? new Map<number, Ladders>();
  LADDERS.set(view, bySize);
  const known = bySize.get(size);
  if (known !== undefined) return known;
  const lots = readRows(view).filter(({ residuals }) => residuals.length >= size);
  const all = lots
    .flatMap(({ residuals }, lot) =>
      chooseSome(residuals, size).map((some, _, { length }) => ({ lot, ladder: toLadder(some), weight: 1 / length })),
    )
    .sort((a, b) => (a.ladder[0] ?? 0) - (b.ladder[0] ?? 0));
  const ladders = { lots: lots.length, all };
  bySize.set(size, ladders);
  return ladders;
}

export function toLadder(values: readonly number[]): Float64Array {
  const ascending = Float64Array.from(values).sort();
  return ascending.subarray(1).map((value, i) => value - (ascending[i] ?? 0));
}

/** Runs of `size` of the values as they stand, around the end too: none is nearer to another for its price. */
function chooseSome(values: readonly number[], size: number): number[][] {
  if (values.length === size) return [[...values]];
  return values
    .slice(0, MOST_CHOICES)
    .map((_, from) => Array.from({ length: size }, (__, i) => values[(from + i) % values.length] ?? 0));
}

/** The lots in which at most a quarter of the group bids, of small groups one: a lot of many bids has one of eight by chance. */
export function referenceRows(view: MarketView, members: readonly string[]): ReferenceRow[] {
  const most = Math.max(1, Math.floor(members.length / 4));
  return readRows(view).filter(({ row }) => members.filter((firm) => row.firms.includes(firm)).length <= most);
}

/** How far below the others the lowest stands: minus the skewness, whatever the unit. */
function lowGap(values: readonly number[]): number {
  const [centre, spread] = [mean(values), deviation(values)];
  return spread > 0 ? -mean(values.map((value) => ((value - centre) / spread) ** 3)) : 0;
}

/** Gaps of whole lots, with which every group is compared. */
const GAPS = new WeakMap<readonly number[], number>();

function readWholeGap(values: readonly number[]): number {
  const known = GAPS.get(values);
  if (known !== undefined) return known;
  const gap = lowGap(values.toSorted((a, b) => a - b));
  GAPS.set(values, gap);
  return gap;
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
  const gaps = comparable.map((values) =>
    values.length === size ? readWholeGap(values) : gapAtSize(values, size, random),
  );
  const ownGaps = own.map((values) => gapAtSize(values, size, random));
  return {
    p: rankSumP(ownGaps, gaps, INFLATION),
    smallestP: smallestRankSumP(own.length, comparable.length, INFLATION),
    size,
    reference: comparable.length,
    gap: mean(ownGaps) - mean(gaps),
  };
}
