/**
 * `npm run bench -- social-control [--quick] [--seed=N] [--rule=ID]`: honest agencies, evaluations, surveys and contracts through S02,
 * S03, S05, S06B, S07, S11 and W05, beside the bare cut-off that each once had. Contracts and surveys lie at the cut-off itself,
 * the hardest honest case; of W05 no day knows how near the end is. A cell fails when the exact 99.9 % lower limit of its rate is above 0.05,
 * of W05 above 0.01.
 */
import { randomBytes } from 'node:crypto';
import { optionOf } from './support/run.mjs';

const { levelOf, SOCIAL_LEVEL, socialCells, socialControl } = await import('./social-cells.ts');

export const title = 'social control: how often honest practice triggers';
export const mark = `99.9 % lower limit of the rate of every cell ≤ ${SOCIAL_LEVEL}, of W05 ≤ ${levelOf('W05')}`;

const percent = (share) => `${(100 * share).toFixed(2)} %`;

export function run({ quick, progress }) {
  const seed = optionOf('seed') ?? randomBytes(8).toString('hex');
  const cases = quick ? 400 : 4_000;
  progress(`seed ${seed}, ${cases} cases a cell`);
  const asked = optionOf('rule');
  const cells = socialCells().filter(({ rule }) => asked === undefined || rule === asked);
  const results = cells.map((cell) => {
    const found = socialControl(cell, cases, seed);
    const rates = [found.triggered, found.bare, found.silent].map((count) => percent(count / cases));
    progress(
      `${cell.rule.padEnd(4)} ${cell.world.padEnd(70)} triggered ${rates[0]}, bare cut-off ${rates[1]}, silent ${rates[2]}${found.ok ? '' : '  FAILS'}`,
    );
    return found;
  });
  return [...new Set(cells.map(({ rule }) => rule))].toSorted().map((rule) => {
    const these = results.filter(({ cell }) => cell.rule === rule);
    const worst = these.reduce((a, b) => (b.triggered > a.triggered ? b : a));
    const bare = these.map((one) => one.bare / one.cases).sort((a, b) => a - b);
    return {
      rule,
      cells: these.length,
      'cases a cell': cases,
      'worst cell': worst.triggered === 0 ? 'none' : worst.cell.world,
      rate: percent(worst.triggered / cases),
      'lower limit': percent(worst.limit),
      'bare cut-off': `${percent(bare[0])} to ${percent(bare.at(-1))}`,
      level: percent(levelOf(rule)),
      ratio: (worst.limit / levelOf(rule)).toFixed(2),
      ok: these.every(({ ok }) => ok),
      seed,
    };
  });
}
