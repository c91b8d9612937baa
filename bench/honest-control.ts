import { createHash } from 'node:crypto';
import { assess } from '../src/watch/runs/assess.rules.js';
import { C05 } from '../src/watch/indicators/c05-regular-prices.js';
import { C11 } from '../src/watch/indicators/c11-identical-prices.js';
import { createRandom } from '../src/watch/statistics/random.js';
import { lowerLimit } from './clopper-pearson.js';
import { honestLot, MIXTURES, SHAPES, type HonestCell } from './honest-lots.js';

/** What a lot rule may do at most to honest bidders, per lot. */
export const LEVEL = 0.01;

export const RULES = [C05, C11] as const;
const GRIDS = [1, 100, 1_000, 10_000];
const SPREADS = [0.02, 0.05, 0.1, 0.2, 0.3];
/** Every number to 12, and larger fields up to 20. */
const BIDS = [...Array.from({ length: 12 }, (_, i) => i + 1), 15, 20];
const MIXED_BIDS = [3, 4, 5, 6, 8, 12, 20];
const MIXED_SPREADS = [0.02, 0.1, 0.3];

/** A ceiling that is rounded finer than some bids, in yuan: the bids that would be it crowd on the step below. */
const FINE_CEILING = 1_000;

/** How bidders round: all to one step, or each to its own; or that, with a ceiling between their steps. */
export const ROUNDINGS = ['alike', 'mixed', 'ceiling'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

const COARSE = MIXTURES.filter((grids) => Math.max(...grids) > FINE_CEILING);

/** All cells: numbers of bids, shapes, spreads, roundings; at a fixed price there is no spread. */
export function cells(rounding: Rounding): HonestCell[] {
  const alike = rounding === 'alike';
  const grids: readonly HonestCell['grid'][] = alike ? GRIDS : rounding === 'mixed' ? MIXTURES : COARSE;
  const shapes = SHAPES.filter((shape) => rounding !== 'ceiling' || shape !== 'fixed price');
  const ceilingGrid = rounding === 'ceiling' ? { ceilingGrid: FINE_CEILING } : {};
  return shapes.flatMap((shape) =>
    (shape === 'fixed price' ? [0] : alike ? SPREADS : MIXED_SPREADS).flatMap((spread) =>
      grids.flatMap((grid) =>
        (alike ? BIDS : MIXED_BIDS).map((bids) => ({ shape, spread, grid, bids, ...ceilingGrid })),
      ),
    ),
  );
}

export const roundingOf = ({ grid, ceilingGrid }: HonestCell): Rounding =>
  ceilingGrid !== undefined ? 'ceiling' : typeof grid === 'number' ? 'alike' : 'mixed';

/** `1000`, or `1/1000` where each bidder rounds to one of them. */
export function spellGrid(grid: HonestCell['grid']): string {
  return typeof grid === 'number' ? String(grid) : grid.join('/');
}

export interface CellResult {
  cell: HonestCell;
  rule: string;
  lots: number;
  triggered: number;
  rate: number;
  /** 99.9 % lower limit of the rate. */
  limit: number;
  ok: boolean;
}

/** Honest lots of one cell through the product's own rules; every second one without a published ceiling. */
export function control(cell: HonestCell, lots: number, seed: string): CellResult[] {
  const random = createRandom(
    createHash('sha256')
      .update(
        `${seed}|${cell.shape}|${cell.spread}|${spellGrid(cell.grid)}|${cell.bids}${cell.ceilingGrid === undefined ? '' : `|${cell.ceilingGrid}`}`,
      )
      .digest('hex'),
  );
  const triggered = RULES.map(() => 0);
  for (let no = 0; no < lots; no += 1) {
    const facts = honestLot(cell, random, no, no % 2 === 0);
    RULES.forEach((rule, i) => {
      if (rule.evaluate(facts, SEED).state === 'triggered') triggered[i] = (triggered[i] ?? 0) + 1;
    });
  }
  return RULES.map((rule, i) => {
    const hits = triggered[i] ?? 0;
    const limit = lowerLimit(hits, lots);
    return { cell, rule: rule.id, lots, triggered: hits, rate: hits / lots, limit, ok: limit <= LEVEL };
  });
}

/** Lots without item lists need no Monte Carlo; the seed is only a formality. */
const SEED = '0'.repeat(64);

/** The rules' answers are the product's: an assessment of a lot has the state its rule gave. */
export function sameAsAssessment(cell: HonestCell, seed: string): boolean {
  const facts = honestLot(cell, createRandom(createHash('sha256').update(seed).digest('hex')), 0, true);
  return RULES.every((rule) => assess(rule, facts).state === rule.evaluate(facts, SEED).state);
}
