/**
 * `npm run bench -- null-control [--quick] [--seed=N] [--rounding=alike|mixed|ceiling] [--rule=C09]`: honest lots through C05 and C11, and honest
 * orders of arrival through C09, cell by cell. A cell fails when the exact 99.9 % lower limit of its rate is above 0.01. Without --seed the
 * seed is a new one, and printed; with --rounding prices alone are drawn, with --rule=C09 orders alone.
 */
import { randomBytes } from 'node:crypto';

const { cells, control, LEVEL, roundingOf, ROUNDINGS, RULES, spellGrid } = await import('./honest-control.ts');
const { ARRIVALS, orderCells, orderControl, ORDER_LEVEL } = await import('./honest-orders.ts');
const { optionOf } = await import('./support/run.mjs');
const { MIXTURES, SHAPES } = await import('./honest-lots.ts');

export const title = 'null control of C05, C09 and C11: how often honest lots trigger';
export const mark = `99.9 % lower limit of the rate of every cell ≤ ${LEVEL} (bids 1 to 20, spread 2 to 30 %, grids 1 to 10 000 yuan, one for all bidders and ${MIXTURES.length} mixtures, also below a ceiling that is rounded finer; of C09 bids 2 to 6, 10 and 30 purchases before)`;

const percent = (share) => `${(100 * share).toFixed(3)} %`;

export function run({ quick, progress }) {
  const seed = optionOf('seed') ?? randomBytes(8).toString('hex');
  const lots = quick ? 1_000 : 20_000;
  progress(`seed ${seed}, ${lots} lots a cell`);
  const asked = optionOf('rounding');
  if (optionOf('rule') === 'C09') return controlOrders(lots, seed, progress);
  const prices = controlPrices(asked, lots, seed, progress);
  return asked === undefined ? [...prices, ...controlOrders(lots, seed, progress)] : prices;
}

function controlPrices(asked, lots, seed, progress) {
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

function controlOrders(lots, seed, progress) {
  const results = orderCells().map((cell) => {
    const found = orderControl(cell, lots, seed);
    progress(
      `C09 ${cell.arrival.padEnd(43)} bids ${cell.bids} purchases ${String(cell.purchases).padStart(2)}: ${String(found.triggered).padStart(4)} triggered, ` +
        `${found.silent} silent, rate ${percent(found.rate)}, limit ${percent(found.limit)}${found.ok ? '' : '  FAILS'}`,
    );
    return found;
  });
  return ARRIVALS.map((arrival) => {
    const these = results.filter(({ cell }) => cell.arrival === arrival);
    const worst = these.reduce((a, b) => (b.triggered > a.triggered ? b : a));
    const { bids, purchases } = worst.cell;
    return {
      rule: 'C09',
      'honest bids': `come ${arrival}`,
      rounding: '–',
      cells: these.length,
      'lots a cell': lots,
      'worst cell': `${bids} bids, ${purchases} purchases before`,
      rate: percent(worst.rate),
      'lower limit': percent(worst.limit),
      level: percent(ORDER_LEVEL),
      ratio: (worst.limit / ORDER_LEVEL).toFixed(2),
      ok: these.every(({ ok }) => ok),
      seed,
    };
  });
}
