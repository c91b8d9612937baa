/**
 * `npm run bench -- null-control [--quick] [--seed=N] [--rounding=alike|mixed|ceiling]`: honest lots through C05 and C11, cell by cell. A cell fails when
 * the exact 99.9 % lower limit of its rate is above 0.01. Without --seed the seed is a new one, and printed.
 */
import { randomBytes } from 'node:crypto';

const { cells, control, LEVEL, roundingOf, ROUNDINGS, RULES, spellGrid } = await import('./honest-control.ts');
const { MIXTURES, SHAPES } = await import('./honest-lots.ts');

export const title = 'null control of C05 and C11: how often honest lots trigger';
export const mark = `99.9 % lower limit of the rate of every cell ≤ ${LEVEL} (bids 1 to 20, spread 2 to 30 %, grids 1 to 10 000 yuan, one for all bidders and ${MIXTURES.length} mixtures, also below a ceiling that is rounded finer)`;

const percent = (share) => `${(100 * share).toFixed(3)} %`;

export function run({ quick, progress }) {
  const seed = process.argv.find((arg) => arg.startsWith('--seed='))?.slice(7) ?? randomBytes(8).toString('hex');
  const lots = quick ? 1_000 : 20_000;
  progress(`seed ${seed}, ${lots} lots a cell`);
  const asked = process.argv.find((arg) => arg.startsWith('--rounding='))?.slice(11);
  const roundings = ROUNDINGS.filter((one) => asked === undefined || one === asked).reverse();
  const results = roundings.flatMap(cells).flatMap((cell) => {
    const found = control(cell, lots, seed);
    for (const { rule, triggered, rate, limit, ok } of found) {
      const { shape, spread, grid, bids } = cell;
      progress(
        `${rule} ${shape.padEnd(15)} spread ${String(100 * spread).padStart(2)} % grid ${spellGrid(grid).padStart(19)} bids ` +
          `${String(bids).padStart(2)}: ${String(triggered).padStart(4)} triggered, rate ${percent(rate)}, limit ${percent(limit)}${ok ? '' : '  FAILS'}`,
      );
    }
    return found;
  });
  return RULES.flatMap(({ id }) =>
    SHAPES.flatMap((shape) => roundings.map((rounding) => ({ shape, rounding }))).flatMap(({ shape, rounding }) => {
      const these = results.filter(
        ({ rule, cell }) => rule === id && cell.shape === shape && roundingOf(cell) === rounding,
      );
      if (these.length === 0) return [];
      const worst = these.reduce((a, b) => (b.limit > a.limit || (b.limit === a.limit && b.rate > a.rate) ? b : a));
      const { spread, grid, bids } = worst.cell;
      return {
        rule: id,
        'honest bids': shape,
        rounding,
        cells: these.length,
        'lots a cell': lots,
        'worst cell': `${bids} bids, spread ${100 * spread} %, grid ${spellGrid(grid)}`,
        rate: percent(worst.rate),
        'lower limit': percent(worst.limit),
        level: percent(LEVEL),
        ratio: (worst.limit / LEVEL).toFixed(2),
        ok: these.every(({ ok }) => ok),
        seed,
      };
    }),
  );
}
