import { describe, expect, it } from '@jest/globals';
import { handedIn, lotFacts, recorded } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C15 } from './c15-late-bid.js';

const IN_TIME = '2024-03-20T09:29:59+08:00';
const LATE = '2024-03-20T09:30:01+08:00';
const judge = (bids: readonly [string | null, Partial<HandedIn>?][], change: Partial<LotFacts> = {}) =>
  assess(
    C15,
    lotFacts(
      bids.map(() => 100),
      {
        handedIn: bids.map(([standing, more], i) =>
          handedIn(`bidder-${i}`, 100, { received: { first: null, standing }, ...more }),
        ),
        winners: null,
        ...change,
      },
    ),
  );

describe('C15', () => {
  it('says that it rests on a choice of ours, and cites no law', () => {
    expect(C15).toMatchObject({ basis: { kind: 'POLICY', article: 'R030' }, severity: 'risk' });
    expect(C15.cites ?? []).toEqual([]);
    expect(judge([[IN_TIME], [LATE, { status: 'valid' }]]).basis.kind).toBe('POLICY');
  });

  it('finds a bid that came in after the deadline and was taken', () => {
    const found = judge([[IN_TIME], [LATE, { status: 'valid' }]]);
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '1', basis: { article: 'R030' } });
    expect(found.evidence).toEqual([
      { record: 'fact:n1', field: 'deadline', value: '2024-03-20T09:30:00+08:00' },
      { record: 'bid:bidder-1', field: 'receivedAt', value: LATE },
    ]);
    for (const taken of [{ rank: 2 }, { score: { total: '80', technical: null, price: null } }])
      expect(judge([[IN_TIME], [LATE, taken]])).toMatchObject({ state: 'triggered' });
    expect(judge([[IN_TIME], [LATE]], { winners: ['bidder-1'] })).toMatchObject({ state: 'triggered' });
  });

  it('is clear where a late one was rejected or withdrawn, at the very instant, and where this system took the bids', () => {
    expect(judge([[IN_TIME], [LATE, { status: 'rejected' }]])).toMatchObject({ state: 'clear' });
    expect(judge([[IN_TIME], [LATE, { status: 'withdrawn' }]], { withdrawn: 1 })).toMatchObject({ state: 'clear' });
    expect(judge([[IN_TIME], ['2024-03-20T01:30:00Z']])).toMatchObject({ state: 'clear' });
    const here = judge(
      [
        [null, { here: true }],
        [null, { here: true }],
      ],
      { deadline: null },
    );
    expect(here).toMatchObject({ state: 'clear', explanation: { en: expect.stringContaining('takes none') } });
  });

  it('knows when it does not know', () => {
    expect(judge([[IN_TIME], [LATE]])).toMatchObject({ reason: { missing: ['statuses'] } });
    expect(judge([[IN_TIME], [null]])).toMatchObject({ reason: { missing: ['receipts'] } });
    expect(judge([[IN_TIME], ['2024-03-20']])).toMatchObject({ reason: { code: 'precision' } });
    expect(judge([[IN_TIME], [IN_TIME]], { deadline: null })).toMatchObject({ reason: { missing: ['deadline'] } });
    expect(judge([[IN_TIME], [IN_TIME]], { bidCount: 3 })).toMatchObject({ reason: { missing: ['bids'] } });
    expect(judge([[IN_TIME], [LATE, { rank: 1 }]], { conflicts: ['deadline'] })).toMatchObject({
      reason: { code: 'conflict' },
    });
    expect(judge([['2024-03-20'], ['2024-03-19']], { deadline: recorded('2024-03-20') })).toMatchObject({
      state: 'clear',
    });
  });

  it('does not apply to a single source or where nobody bid', () => {
    expect(judge([[LATE, { rank: 1 }]], { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
    expect(judge([])).toMatchObject({ state: 'not_applicable', reason: { code: 'no_bids' } });
  });
});
