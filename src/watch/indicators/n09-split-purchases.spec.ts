import { describe, expect, it } from '@jest/globals';
import { splitFacts } from '../../../test/support/risk-facts.js';
import type { SplitGroup } from '../../purchase/contracts/limits/splits.rules.js';
import { assess } from '../runs/assess.rules.js';
import { N09 } from './n09-split-purchases.js';

const judge = (change: Partial<SplitGroup> = {}, year: number | null = 2025) => assess(N09, splitFacts(change, year));
const sum = (purchases: number, yuan: number, compared: 'reached' | 'below' | 'unknown' = 'reached') => ({
  purchases,
  amount: `${yuan}00`,
  compared,
  limit: compared === 'unknown' ? null : '200000000',
});

describe('N09', () => {
  it('finds several purchases of one line and category that exceed the open-tender threshold together', () => {
    expect(judge()).toMatchObject({
      state: 'triggered',
      severity: 'risk',
      value: '2200000.00',
      threshold: '2000000.00',
      unit: 'yuan',
      basis: { kind: 'law', article: expect.stringContaining('第二十八条') },
      evidence: expect.arrayContaining([
        { record: 'tender:1', field: 'method', value: 'COMPETITIVE_CONSULTATION' },
        { record: 'tender:2', field: 'amount', value: '1100000.00' },
      ]),
    });
  });

  it('finds nothing in one purchase, and nothing up to the threshold', () => {
    const one = sum(1, 2_200_000);
    expect(judge({ certain: one, possible: one })).toMatchObject({ state: 'clear', value: '1', unit: 'piece' });
    const below = sum(2, 2_000_000, 'below');
    expect(judge({ certain: below, possible: below })).toMatchObject({ state: 'clear', value: '2000000.00' });
  });

  it('excepts a budget line that was adjusted', () => {
    expect(judge({ adjusted: true })).toMatchObject({
      state: 'clear',
      explanation: { en: expect.stringContaining('adjusted') },
    });
  });

  it('does not decide what nobody recorded', () => {
    const few = sum(1, 1_100_000, 'below');
    for (const missing of ['method', 'methodApproval', 'category', 'amount'])
      expect(judge({ certain: few, missing: [missing] })).toMatchObject({
        state: 'insufficient_data',
        reason: { missing: [missing] },
      });
    expect(judge({ record: null, missing: ['budgetLine'] })).toMatchObject({ reason: { missing: ['budgetLine'] } });
    const unknown = sum(2, 2_200_000, 'unknown');
    expect(judge({ certain: unknown, possible: unknown })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'open_threshold_unknown', kind: 'open_tender', region: '990203' },
    });
    expect(judge({}, null)).toMatchObject({ reason: { missing: ['programme'] } });
  });

  it('holds from the year of the regulation on', () => {
    expect(judge({}, 2014)).toMatchObject({ state: 'not_applicable', reason: { inForceFrom: '2015-03-01' } });
    expect(judge({}, 2015).state).toBe('triggered');
  });
});
