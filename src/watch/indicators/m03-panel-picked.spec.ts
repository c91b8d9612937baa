import { describe, expect, it } from '@jest/globals';
import { handPick, panelFacts } from '../../../test/support/risk-facts.js';
import type { PanelFacts } from '../facts/panel-facts.js';
import { assess } from '../runs/assess.rules.js';
import { M03 } from './m03-panel-picked.js';

const judge = (change: Partial<PanelFacts> = {}) => assess(M03, panelFacts(change));
const stranger = (appointedOn: string) => ({ key: '1', record: 'review:r1', lot: 1, experts: 1, appointedOn });

describe('M03', () => {
  it('shows a choice by hand with consent as a fact where fewer could be drawn', () => {
    expect(judge()).toMatchObject({
      state: 'clear',
      evidence: [
        { record: 'expert_draw:d1', field: 'consent.number', value: '同意1号' },
        { record: 'expert_draw:d1', field: 'size', value: '2' },
        { record: 'expert_draw:d1', field: 'drawable', value: '1' },
      ],
    });
  });

  it('finds a risk where as many could have been drawn, in the pool here or in the library', () => {
    for (const pick of [handPick({ drawable: 2 }), handPick({ drawable: null, libraryDrawn: true })])
      expect(judge({ picks: [pick] })).toMatchObject({ state: 'triggered', severity: 'risk', value: '2', lot: 1 });
  });

  it('cannot say what was not counted', () => {
    expect(judge({ picks: [handPick({ drawable: null })] })).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['drawable'] },
    });
  });

  it('finds a violation in an expert without draw and consent, from the day of the rule on', () => {
    const violation = { state: 'triggered', severity: 'violation', basis: { article: '第三十九条', confidence: 'B' } };
    expect(judge({ picks: [handPick({ consent: null })] })).toMatchObject(violation);
    expect(judge({ picks: [], undrawn: [stranger('2015-03-01')] })).toMatchObject({
      ...violation,
      value: '1',
      evidence: [{ record: 'review:r1', field: 'members', value: '1' }],
    });
    expect(judge({ picks: [], undrawn: [stranger('2015-02-28')] })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'rule_not_in_force' },
    });
  });

  it('finds nothing where all were drawn', () => {
    expect(judge({ draws: 2, picks: [] })).toMatchObject({ state: 'clear', evidence: [] });
  });
});
