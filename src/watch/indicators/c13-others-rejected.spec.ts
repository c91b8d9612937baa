import { describe, expect, it } from '@jest/globals';
import { handedIn, lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C13 } from './c13-others-rejected.js';

const judge = (statuses: readonly HandedIn['status'][], change: Partial<LotFacts> = {}) =>
  assess(
    C13,
    lotFacts(
      statuses.map(() => 100),
      { handedIn: statuses.map((status, i) => handedIn(`bidder-${i}`, 100, { status })), ...change },
    ),
  );

describe('C13', () => {
  it('finds a lot of which all but the winner were rejected', () => {
    expect(judge(['valid', 'rejected', 'rejected'])).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '0',
      basis: { kind: 'POLICY', article: 'R035' },
    });
    expect(judge([null, 'rejected', 'rejected'])).toMatchObject({ state: 'triggered' });
  });

  it('is clear where another stands', () => {
    expect(judge(['valid', 'valid', 'rejected'])).toMatchObject({ state: 'clear', value: '1' });
    expect(judge(['valid', 'valid', null], { bidCount: null })).toMatchObject({ state: 'clear' });
  });

  it('does not apply to a lot for which several suppliers are taken, nor to a framework', () => {
    const several = { state: 'not_applicable', reason: { code: 'several_winners' } };
    expect(judge(['valid', 'valid', 'rejected'], { winners: ['bidder-0', 'bidder-1'] })).toMatchObject(several);
    expect(judge(['valid', 'rejected', 'rejected'], { method: 'FRAMEWORK' })).toMatchObject(several);
  });

  it('says of one bid that was rejected that it is one', () => {
    const [one, two] = [judge(['valid', 'rejected']), judge(['valid', 'rejected', 'rejected'])];
    expect(one.explanation.en).toContain('The one bid beside the one that won was rejected.');
    expect(two.explanation.en).toContain('All 2 bids but the one that won were rejected.');
  });

  it('knows when it does not know', () => {
    expect(judge(['valid', null, 'rejected'])).toMatchObject({ reason: { missing: ['statuses'] } });
    expect(judge(['valid', 'rejected'], { winners: null })).toMatchObject({ reason: { missing: ['winners'] } });
    expect(judge(['valid', 'rejected'], { bidCount: 3 })).toMatchObject({ reason: { missing: ['bids'] } });
    expect(judge(['valid', 'rejected'], { bidCount: null })).toMatchObject({ reason: { missing: ['bidCount'] } });
    expect(judge(['valid', 'rejected'], { conflicts: ['winners'] })).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('does not apply where there was one bid, none, or nobody but one that withdrew', () => {
    expect(judge(['valid'])).toMatchObject({ state: 'not_applicable', reason: { code: 'one_bidder' } });
    expect(judge([])).toMatchObject({ reason: { code: 'no_bids' } });
    expect(judge(['valid', 'withdrawn'], { withdrawn: 1 })).toMatchObject({ reason: { code: 'one_bidder' } });
    expect(judge(['valid', 'rejected'], { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
  });
});
