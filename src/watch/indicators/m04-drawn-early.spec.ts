import { describe, expect, it } from '@jest/globals';
import { calendar, panelFacts } from '../../../test/support/risk-facts.js';
import { toPanel } from '../facts/purchases/panel.rules.js';
import { assess } from '../runs/assess.rules.js';
import { M04 } from './m04-drawn-early.js';

const judge = (on: string, begun: string | null, source: 'library' | 'pool' | 'picked' = 'library') => {
  const draw = { id: 'd1', lot: 1, source, on, begun, experts: 4, consent: '同意1号', drawable: 0 };
  return assess(M04, panelFacts(toPanel({ draws: [draw], undrawn: [] }, calendar)));
};

describe('M04', () => {
  // 2025-11-25 is a Tuesday: two working days before it is Friday the 21st.
  it.each([
    ['2025-11-20', '2025-11-25', 'triggered'],
    ['2025-11-21', '2025-11-25', 'clear'],
    ['2025-11-21', '2025-11-26', 'triggered'],
    ['2025-11-24', '2025-11-26', 'clear'],
    // Over National Day: the 30th of September and the 29th are the two working days before the 9th of October.
    ['2025-09-28', '2025-10-09', 'triggered'],
    ['2025-09-29', '2025-10-09', 'clear'],
  ])('a draw on %s for a review that began on %s is %s', (on, begun, state) => {
    expect(judge(on, begun).state).toBe(state);
  });

  it('gives a notice of a policy, with both days', () => {
    expect(judge('2025-11-21', '2025-11-26')).toMatchObject({
      severity: 'notice',
      basis: { kind: 'POLICY' },
      lot: 1,
      evidence: [
        { record: 'expert_draw:d1', field: 'drawnOn', value: '2025-11-21' },
        { record: 'expert_draw:d1', field: 'begunOn', value: '2025-11-26' },
      ],
    });
    expect(judge('2025-11-21', '2025-11-26').explanation.en).toContain('a draw from 2025-11-24 on');
  });

  it('does not speak before the review, nor of a choice by hand', () => {
    for (const found of [judge('2025-11-20', null), judge('2025-11-20', '2025-11-25', 'picked')])
      expect(found).toMatchObject({ state: 'not_applicable', reason: { code: 'review_not_begun' } });
  });
});
