import { describe, expect, it } from '@jest/globals';
import { toIntendedClocks, type Intended } from './intended.rules.js';

const INTENDED: Intended = {
  title: '社区老人居家养老服务',
  method: 'COMPETITIVE_CONSULTATION',
  category: null,
  region: '990203',
  budgetLevel: 'below_provincial',
  budget: null,
  window: { start: null, end: null },
  serviceLines: [],
  lots: [1, 2].map((no) => ({ id: `${no}`, no, name: null, ceiling: null, pricing: null })),
};
const DRAFT = { id: 'a', state: null, method: 'OPEN_TENDER', region: '990204', budget_level: 'provincial' };
const LOTS = [2, 3].map((no) => ({ no, state: 'draft', suspended_on: null }));

describe('what the periods of a draft are computed from', () => {
  it('is what its intent said, for whoever sees that alone', () => {
    expect(toIntendedClocks(DRAFT, LOTS, INTENDED)).toEqual({
      tender: {
        id: 'a',
        state: null,
        method: 'COMPETITIVE_CONSULTATION',
        region: '990203',
        budget_level: 'below_provincial',
      },
      lots: [{ no: 1, state: null }, LOTS[0]],
    });
  });

  it('is the draft for all others', () => {
    expect(toIntendedClocks(DRAFT, LOTS, null)).toEqual({ tender: DRAFT, lots: LOTS });
  });
});
