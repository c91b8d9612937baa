import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { INDICATORS } from '../rules/registry.js';
import { measureLevels } from '../../../scripts/measured-levels.mjs';
import levels from './measured-levels.json' with { type: 'json' };

const percents = (line: string): number[] => [...line.matchAll(/\| ([\d.]+) %/g)].map(([, percent]) => Number(percent));

describe('measured levels', () => {
  it('are those of the bench results that are committed', () => {
    const results = readFileSync('bench/RESULTS.md', 'utf8');
    const rows = results.split('\n').filter((line) => line.startsWith('| '));
    for (const [rule, { of, measured, seed, cell }] of Object.entries(levels)) {
      const row = rows.find((line) =>
        of !== 'market'
          ? line.startsWith(`| ${rule} |`) && percents(line).includes(Number((100 * Number(measured)).toFixed(3)))
          : line.startsWith(`| honest | ${cell} |`) &&
            (Number(measured) === 0 || line.includes(`${rule} ${Number(measured).toFixed(3)}`)),
      );
      expect([rule, row?.includes(seed)]).toEqual([rule, true]);
    }
  });

  it('are the highest of those results, whatever was measured last', () => {
    expect(levels).toEqual(measureLevels(readFileSync('bench/RESULTS.md', 'utf8')));
  });

  it('belong to an indicator and lie below what it promises', () => {
    for (const [rule, { measured, stated, drawn }] of Object.entries(levels)) {
      expect(INDICATORS.map(({ id }) => id)).toContain(rule);
      expect(Number(measured)).toBeLessThanOrEqual(Number(stated));
      expect(drawn).toBeGreaterThan(0);
    }
  });
});
