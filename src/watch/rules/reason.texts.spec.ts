import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { explainReason } from './reason.texts.js';

const watch = new URL('../', import.meta.url);
const sources = readdirSync(watch, { recursive: true, encoding: 'utf8' })
  .map((name) => new URL(name, watch))
  .filter(({ pathname }) => pathname.endsWith('.ts') && !pathname.endsWith('.spec.ts'))
  .map((file) => readFileSync(file, 'utf8'));

/** Every `{ code: '…' }` that a rule of this folder answers with. */
const codes = new Set(
  sources
    .filter((text) => text.includes('finding.rules.js') || text.includes('assessment-types.js'))
    .flatMap((text) => [...text.matchAll(/\{ code: '([a-z_]+)'/g)].map(([, code]) => code ?? '')),
);

describe('the words for a reason', () => {
  it('exist in both languages for every code a rule answers with', () => {
    expect(codes.size).toBeGreaterThan(15);
    for (const code of codes) {
      const { en, zh } = explainReason('insufficient_data', { code });
      // An unknown code would stand for itself.
      expect(en).not.toBe(`The rule cannot be assessed: ${code}.`);
      expect(zh).toMatch(/[\u4e00-\u9fff]{4,}/);
      expect(zh).not.toContain(code);
    }
  });

  it('name the missing fields', () => {
    expect(explainReason('insufficient_data', { missing: ['category', 'window.end'] })).toEqual({
      en: 'The rule cannot be assessed: not known: category, end of the window.',
      zh: '无法判定：类别、服务期结束日不详。',
    });
  });

  it('carry what belongs to the code', () => {
    expect(explainReason('insufficient_data', { code: 'calendar_uncertain', years: [2027, 2028] }).en).toBe(
      'The rule cannot be assessed: the working calendar of a year is not loaded (years 2027, 2028).',
    );
    expect(explainReason('not_applicable', { code: 'not_due', end: '2024-12-31' }).zh).toBe(
      '本规则不适用：距到期日不在九十天之内（到期日：2024-12-31）。',
    );
    expect(explainReason('insufficient_data', { code: 'conflict', fields: ['window'] }).en).toContain(
      '(service window)',
    );
  });
});
