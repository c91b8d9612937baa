import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { INDICATORS } from '../rules/registry.js';
import levels from './measured-levels.json' with { type: 'json' };

describe('measured levels', () => {
  it('are those of the bench results that are committed', () => {
    const results = readFileSync('bench/RESULTS.md', 'utf8');
    for (const [rule, level] of Object.entries(levels)) {
      const percent = `${(Number(level.measured) * 100).toFixed(3)} %`;
      const row = results.split('\n').find((line) => line.startsWith(`| ${rule} |`) && line.includes(percent));
      expect([rule, row?.includes(level.seed)]).toEqual([rule, true]);
    }
  });

  it('belong to an indicator and lie below what it promises', () => {
    for (const [rule, { measured, stated, drawn }] of Object.entries(levels)) {
      expect(INDICATORS.map(({ id }) => id)).toContain(rule);
      expect(Number(measured)).toBeLessThanOrEqual(Number(stated));
      expect(drawn).toBeGreaterThan(0);
    }
  });
});
