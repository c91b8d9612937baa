import { describe, expect, it } from '@jest/globals';
import { lotFacts } from '../../../test/support/risk-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import { assess } from '../runs/assess.rules.js';
import { C10 } from './c10-low-price.js';

/** A lot of the time in which the notice is in force, with a ceiling of 1 000 yuan. */
const judge = (yuan: number[], change: Partial<LotFacts> = {}) =>
  assess(C10, lotFacts(yuan, { startedOn: '2026-02-01', ceiling: '100000', ...change }));

describe('C10', () => {
  it('is clear on prices that lie at each of the three shares', () => {
    expect(judge([900, 900, 450])).toMatchObject({ state: 'clear', value: '0', threshold: '0', unit: 'bid' });
  });

  it('triggers below half the mean of all bids', () => {
    const many = Array.from({ length: 10 }, () => 1000);
    const found = judge([...many, 452, 451]);
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '2' });
    expect(found.explanation.en).toBe('A bid lies below half the mean of all bids.');
    expect(judge([...many, 456, 455])).toMatchObject({ state: 'clear' });
  });

  it('triggers below half the next lowest bid', () => {
    const found = judge([1000, 470], { ceiling: '100000' });
    expect(found).toMatchObject({ state: 'triggered', value: '1' });
    expect(found.explanation.en).toContain('half the next lowest bid');
    expect(judge([1000, 500])).toMatchObject({ state: 'clear' });
  });

  it('triggers below 45 percent of the ceiling, though not every bid is known', () => {
    expect(judge([800, 449], { bidCount: 3 })).toMatchObject({ state: 'triggered', value: '1' });
    expect(judge([800, 450], { bidCount: 3 })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'bids_incomplete' },
    });
  });

  it('counts a bid that was withdrawn among those received, not among those compared', () => {
    const many = Array.from({ length: 3 }, () => 1000);
    expect(judge([...many, 400], { bidCount: 5, withdrawn: 1, ceiling: null })).toMatchObject({
      state: 'triggered',
      value: '1',
    });
    expect(judge([...many, 900], { bidCount: 5, withdrawn: 1 })).toMatchObject({ state: 'clear' });
    expect(judge([...many, 900], { bidCount: 6, withdrawn: 1 })).toMatchObject({ reason: { code: 'bids_incomplete' } });
  });

  it('needs the ceiling to be clear, not to trigger', () => {
    expect(judge([1000, 900], { ceiling: null })).toMatchObject({ reason: { missing: ['ceiling'] } });
    expect(judge([1000, 400], { ceiling: null })).toMatchObject({ state: 'triggered' });
  });

  it('speaks of procedures from 2026-02-01 on', () => {
    expect(judge([1000, 100], { startedOn: '2026-01-31' })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'rule_not_in_force' },
    });
    expect(judge([1000, 100], { startedOn: '2026' })).toMatchObject({ reason: { code: 'precision' } });
    expect(judge([1000, 100], { startedOn: null })).toMatchObject({ reason: { missing: ['startedOn'] } });
  });

  it('does not apply to fixed prices, a single source or a lot without bids', () => {
    expect(judge([1000], { pricing: 'fixed' })).toMatchObject({ reason: { code: 'fixed_price' } });
    expect(judge([1000], { method: 'SINGLE_SOURCE' })).toMatchObject({ reason: { code: 'single_source' } });
    expect(judge([])).toMatchObject({ state: 'not_applicable', reason: { code: 'no_bids' } });
  });

  it('does not judge prices that the facts dispute', () => {
    expect(judge([1000, 100], { conflicts: ['ceiling'] })).toMatchObject({
      reason: { code: 'conflict', fields: ['ceiling'] },
    });
  });
});
