import type { MarketLot } from '../../src/watch/screening/screening-types.js';

/**
 * A rule of others, run beside ours on the same lots: fixed cut-offs in common use, or a published definition. It says
 * whether a lot, or a set of lots that these firms share, is marked. Add one to `COMPARISONS` and it has a column.
 */
export interface ComparisonRule {
  id: string;
  marks(lots: readonly MarketLot[], members: readonly string[]): boolean;
}

/** Valid prices of a competitive lot in yuan, cheapest first; of three bids or more. */
function pricesOf(lot: MarketLot): number[] | null {
  if (lot.pricing !== 'competitive') return null;
  const prices = lot.bids.flatMap(({ price, status }) => (price === null || status !== 'valid' ? [] : [Number(price)]));
  return prices.length < 3 ? null : prices.sort((a, b) => a - b);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

/** Share of the lots that a cut-off marks must be a half or more: a group is marked where most of its lots are. */
function mostly(mark: (prices: readonly number[]) => boolean) {
  return (lots: readonly MarketLot[]): boolean => {
    const priced = lots.flatMap((lot) => {
      const prices = pricesOf(lot);
      return prices === null ? [] : [prices];
    });
    return priced.length > 0 && priced.filter(mark).length * 2 >= priced.length;
  };
}

function skewness(values: readonly number[]): number {
  const [n, spread] = [values.length, deviation(values)];
  if (spread === 0) return 0;
  return (n / ((n - 1) * (n - 2))) * values.reduce((sum, value) => sum + ((value - mean(values)) / spread) ** 3, 0);
}

/** Kolmogorov and Smirnov's distance of the bids from an even spread between the lowest and the highest. */
function distanceFromEven(values: readonly number[]): number {
  const [low = 0, high = 0] = [values[0], values[values.length - 1]];
  if (high === low) return 1;
  return Math.max(
    ...values.map((value, i) => {
      const even = (value - low) / (high - low);
      return Math.max((i + 1) / values.length - even, even - i / values.length);
    }),
  );
}

export const COMPARISONS: readonly ComparisonRule[] = [
  {
    id: 'RD > 1',
    marks: mostly(([low = 0, second = 0, ...rest]) => (second - low) / deviation([second, ...rest]) > 1),
  },
  { id: 'skew beyond 0.5', marks: mostly((prices) => Math.abs(skewness(prices)) > 0.5) },
  { id: 'CV < 5 %', marks: mostly((prices) => deviation(prices) / mean(prices) < 0.05) },
  { id: 'KS > 0.3', marks: mostly((prices) => distanceFromEven(prices) > 0.3) },
  {
    id: 'co-bidding ≥ 50 %',
    marks: (lots, members) =>
      members.length >= 2 &&
      lots.filter(({ bids }) => members.every((firm) => bids.some(({ bidder }) => bidder === firm))).length >= 5,
  },
];
