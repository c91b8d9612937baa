import type { LotFacts } from '../src/watch/facts/fact-types.js';
import type { Random } from '../src/watch/statistics/random.js';

/** How honest prices lie: around a cost, below a ceiling, or cut off at it. */
export const SHAPES = ['log-normal', 'normal', 'below ceiling', 'cut at ceiling', 'fixed price'] as const;
export type Shape = (typeof SHAPES)[number];

export interface HonestCell {
  bids: number;
  shape: Shape;
  /** Relative spread of honest prices, 0.02 to 0.30. */
  spread: number;
  /** Rounding of the bidders, in yuan: one step for all of them, or the steps of which each draws its own for its bid. */
  grid: number | readonly number[];
  /** Rounding of the ceiling in yuan, where it is another than the coarsest of the bidders. */
  ceilingGrid?: number;
}

/** How bidders of one market round who do not all round alike. */
export const MIXTURES: readonly (readonly number[])[] = [
  [1, 1_000],
  [1, 10_000],
  [100, 10_000],
  [1, 100, 10_000],
  [1, 10, 100, 1_000, 10_000],
];

/** What nobody said of a lot beside its prices. */
export const NOTHING_ELSE = {
  pricingOfBids: false,
  ranked: null,
  withdrawn: 0,
  handedIn: [],
  handedOut: [],
  winners: null,
  state: null,
  deadline: null,
  meetings: [],
  bonds: { asked: null, paid: [] },
  comparison: null,
  reach: { state: 'applies', limit: null, missing: [], openTender: 'below', region: null, level: null },
} satisfies Partial<LotFacts>;

/**
 * One honest lot: every bidder prices alone, from a common market and a spread of its own, and rounds in its own way. `known` says
 * whether the notice named the ceiling.
 */
export function honestLot(cell: HonestCell, random: Random, no: number, known: boolean): LotFacts {
  const cost = 100_000 * 10 ** random();
  const { grid } = cell;
  // A buyer rounds its ceiling as the coarsest of its bidders does, or finer: then those who would bid it stand below it.
  const coarsest = typeof grid === 'number' ? grid : Math.max(...grid);
  const ceiling = rounded(cost * (1 + cell.spread * random()), cell.ceilingGrid ?? coarsest);
  const drawn = (): number => (typeof grid === 'number' ? grid : (grid[Math.floor(random() * grid.length)] ?? 1));
  const prices = Array.from({ length: cell.bids }, () => {
    const price = priceOf(cell, cost, ceiling, random);
    const step = drawn();
    const nearest = rounded(price, step);
    return price <= ceiling && nearest > ceiling && nearest > step ? nearest - step : nearest;
  });
  return {
    subject: { type: 'lot', id: String(no), key: `lot-${no}` },
    asOf: '2026-01-01',
    conflicts: [],
    method: 'COMPETITIVE_CONSULTATION',
    pricing: cell.shape === 'fixed price' ? 'fixed' : 'competitive',
    startedOn: '2025-11-03',
    ceiling: known ? fen(ceiling) : null,
    bidCount: cell.bids,
    bids: prices.map((price, i) => ({
      key: `bidder-${i}`,
      record: `bid:${i}`,
      bidder: `bidder ${i}`,
      price: fen(price),
      items: null,
      registration: null,
    })),
    ...NOTHING_ELSE,
  };
}

function priceOf({ shape, spread }: HonestCell, cost: number, ceiling: number, random: Random): number {
  const z = gauss(random);
  switch (shape) {
    case 'log-normal':
      return cost * Math.exp(spread * z);
    case 'normal':
      return Math.max(cost * 0.05, cost * (1 + spread * z));
    case 'below ceiling':
      return Math.max(ceiling * 0.05, ceiling * (1 - spread * Math.abs(z)));
    case 'cut at ceiling':
      return Math.min(ceiling, cost * Math.exp(spread * z));
    case 'fixed price':
      return ceiling;
  }
}

/** Box and Muller. */
function gauss(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function rounded(yuan: number, grid: number): number {
  return Math.max(1, Math.round(yuan / grid)) * grid;
}

function fen(yuan: number): string {
  return String(Math.round(yuan * 100));
}
