/**
 * `npm run bench -- intervals [--quick] [--seed=N]`: how often the product's 95 % intervals hold what is true, where it is
 * known: the forecast of a contract's output, and the share of residents who said yes. Without --seed the seed is a new one.
 */
import { randomBytes } from 'node:crypto';

const { forecastCase, forecastCells, forecastCoverage, forecastWidths } = await import('./future-output.ts');
const { surveyCoverage, WORLD_NAMES } = await import('./asked-residents.ts');

export const title = 'how often the intervals of a forecast and of a survey hold the truth';
const [LEAST, MOST] = [0.9, 0.98];
export const mark = `every cell between ${100 * LEAST} and ${100 * MOST} %; the median width falls month by month; the case of 1 805 visits`;

const percent = (share) => `${(100 * share).toFixed(1)} %`;

function row(what, besides, cells) {
  const shares = cells.map(({ held, told }) => held / told).sort((a, b) => a - b);
  const others = cells.map(({ other, told }) => other / told).sort((a, b) => a - b);
  return {
    interval: what,
    cells: cells.length,
    'fewest held': percent(shares[0]),
    'most held': percent(shares.at(-1)),
    beside: besides,
    'it held, fewest': percent(others[0]),
    'it held, most': percent(others.at(-1)),
    ok: shares[0] >= LEAST && shares.at(-1) <= MOST,
  };
}

export function run({ quick, progress }) {
  const seed = process.argv.find((arg) => arg.startsWith('--seed='))?.slice(7) ?? randomBytes(8).toString('hex');
  const runs = quick ? 1_000 : 10_000;
  progress(`seed ${seed}, ${runs} runs a cell`);
  const told = (name, { held, told: of, other }) => {
    progress(`${name.padEnd(60)} held ${percent(held / of)}, beside ${percent(other / of)}`);
    return { held, told: of, other };
  };
  const forecasts = new Map();
  for (const cell of forecastCells()) {
    const { held, told: of, line } = forecastCoverage(cell, runs, seed);
    const found = told(`${cell.rhythm}, ${cell.elapsed} days over, ${cell.left} left`, { held, told: of, other: line });
    forecasts.set(cell.rhythm, [...(forecasts.get(cell.rhythm) ?? []), found]);
  }
  const surveys = WORLD_NAMES.map((name) => {
    const { held, told: of, pooled } = surveyCoverage(name, runs, seed);
    return row(`survey: ${name}`, "all answers pooled, Wilson's", [told(name, { held, told: of, other: pooled })]);
  });
  const months = forecastWidths(quick ? 100 : 400, seed).map(({ rhythm, widths }) => {
    progress(`${rhythm.padEnd(60)} median width by month ${widths.map((width) => width.toFixed(0)).join(' ')}`);
    return widths.every((width, at) => at === 0 || width < widths[at - 1]);
  });
  const { expected, low, high, ok } = forecastCase();
  progress(
    `five visits a day from 5 January, truth 1805, on 1 April: ${expected.toFixed(0)} (${low.toFixed(0)}–${high.toFixed(0)})`,
  );
  return [
    {
      interval: 'forecast: width by month',
      cells: months.length,
      'fewest held': 'falls',
      'most held': 'falls',
      ok: months.every(Boolean),
    },
    {
      interval: 'forecast: 1 805 visits',
      cells: 1,
      'fewest held': `${low.toFixed(0)}`,
      'most held': `${high.toFixed(0)}`,
      ok,
    },
    ...[...forecasts].map(([rhythm, cells]) => row(`forecast: ${rhythm}`, 'a line fitted to the running total', cells)),
    ...surveys,
  ].map((each) => ({ ...each, seed }));
}
