import { describe, expect, it } from '@jest/globals';
import { lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C14 } from './c14-single-bid.js';

const judge = (bidCount: number | null, change: Partial<LotFacts> = {}) =>
  assess(C14, lotFacts([], { bidCount, ...change }));

describe('C14', () => {
  it('triggers on one bid', () => {
    const found = judge(1);
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '1', threshold: '2', unit: 'bid' });
    expect(found.evidence).toEqual([{ record: 'lot:l1', field: 'bidCount', value: '1' }]);
  });

  it('names the bids that it counts, beside the count that was published', () => {
    const [bid] = lotFacts([1]).bids;
    expect(judge(1, { bids: lotFacts([1]).bids }).evidence).toEqual([
      { record: 'lot:l1', field: 'bidCount', value: '1' },
      { record: bid?.record, field: 'bidder', value: bid?.bidder },
    ]);
  });

  it('stays clear on a lawful consultation with two', () => {
    expect(judge(2)).toMatchObject({ state: 'clear', value: '2' });
  });

  it('is clear on two known names though the count is not published, not on one', () => {
    expect(judge(null, { bids: lotFacts([1, 2]).bids })).toMatchObject({ state: 'clear', value: '2' });
    expect(judge(null, { bids: lotFacts([1]).bids })).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['bidCount'] },
    });
  });

  it('does not apply to a lot that failed or was cancelled: it led to no contract', () => {
    for (const state of ['failed', 'cancelled'])
      expect(judge(1, { state, winners: null })).toMatchObject({
        state: 'not_applicable',
        reason: { code: 'lot_ended' },
      });
    expect(judge(1, { state: 'failed', winners: ['bidder-0'] })).toMatchObject({ state: 'triggered' });
    expect(judge(1, { state: 'opened', winners: null })).toMatchObject({ state: 'triggered' });
  });

  it('cannot say whether one bid is odd where the method is not known', () => {
    expect(judge(1, { method: null })).toMatchObject({ state: 'insufficient_data', reason: { missing: ['method'] } });
    expect(judge(3, { method: null })).toMatchObject({ state: 'clear' });
  });

  it('does not apply to a single source, nor where nobody bid', () => {
    expect(judge(1, { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
    expect(judge(0)).toMatchObject({ state: 'not_applicable', reason: { code: 'no_bids' } });
  });

  describe('where bids were withdrawn', () => {
    const withdraw = (bidCount: number | null, standing: number[], withdrawn: number, change: Partial<LotFacts> = {}) =>
      judge(bidCount, { bids: lotFacts(standing).bids, withdrawn, ...change });

    it('triggers where one is left of all that were received', () => {
      const found = withdraw(3, [1], 2);
      expect(found).toMatchObject({ state: 'triggered', value: '1' });
      expect(found.explanation.en).toContain(
        'One bid was left for this lot, which was open to competition: 2 were withdrawn.',
      );
      const [bid] = lotFacts([1]).bids;
      expect(found.evidence).toEqual([
        { record: 'lot:l1', field: 'bidCount', value: '3' },
        { record: 'lot:l1', field: 'withdrawn', value: '2' },
        { record: bid?.record, field: 'bidder', value: bid?.bidder },
      ]);
    });

    it('stays clear where two are left, listed or not', () => {
      expect(withdraw(3, [1, 2], 1)).toMatchObject({ state: 'clear', value: '2' });
      expect(withdraw(3, [], 1)).toMatchObject({ state: 'clear', value: '2' });
      expect(withdraw(null, [1, 2], 1)).toMatchObject({ state: 'clear' });
      expect(withdraw(3, [1, 2], 1).explanation.en).toBe('2 bids stand; 1 was withdrawn.');
    });

    it('cannot say where those received are not all on record, as the count may leave out what was withdrawn', () => {
      expect(withdraw(2, [], 1)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['bids'] } });
      expect(withdraw(null, [1], 1)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['bidCount'] } });
      expect(withdraw(2, [1], 1, { method: null })).toMatchObject({ reason: { missing: ['method'] } });
    });

    it('is not judged where facts dispute which bids stand', () => {
      expect(withdraw(3, [1], 2, { conflicts: ['statuses'] })).toMatchObject({
        reason: { code: 'conflict', fields: ['statuses'] },
      });
      expect(judge(1, { conflicts: ['statuses'] })).toMatchObject({ state: 'triggered' });
    });

    it('does not apply where none is left', () => {
      expect(withdraw(2, [], 2)).toMatchObject({ state: 'not_applicable', reason: { code: 'no_bids' } });
    });
  });

  it('does not judge a count that the facts dispute', () => {
    expect(judge(1, { conflicts: ['bidCount'] })).toMatchObject({ reason: { code: 'conflict', fields: ['bidCount'] } });
  });
});
