import { describe, expect, it } from '@jest/globals';
import { handedIn, lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C12 } from './c12-lowest-rejected.js';

type Status = HandedIn['status'];
const judge = (bids: readonly [number | null, Status][], change: Partial<LotFacts> = {}) =>
  assess(
    C12,
    lotFacts(
      bids.map(([yuan]) => yuan ?? 0),
      {
        handedIn: bids.map(([yuan, status], i) => handedIn(`bidder-${i}`, yuan, { status })),
        winners: null,
        ...change,
      },
    ),
  );

describe('C12', () => {
  it('finds a lot whose lowest bid was rejected, with the reason as published', () => {
    const rejection = { code: null, text: '未响应实质性条款' };
    const bids = [handedIn('A', 80, { status: 'rejected', rejection }), handedIn('B', 90, { status: 'valid' })];
    const found = assess(C12, lotFacts([80, 90], { handedIn: bids }));
    expect(found).toMatchObject({ state: 'triggered', severity: 'notice', value: '1', basis: { article: 'R036' } });
    expect(found.explanation.zh).toContain('未响应实质性条款');
    expect(found.evidence).toEqual([
      { record: 'bid:A', field: 'price', value: '80.00' },
      { record: 'bid:A', field: 'status', value: 'rejected' },
      { record: 'bid:A', field: 'rejectedFor', value: '未响应实质性条款' },
    ]);
  });

  it('is clear where the lowest stands, one of several equal ones too', () => {
    expect(
      judge([
        [80, 'valid'],
        [70.5, 'valid'],
        [90, 'rejected'],
      ]),
    ).toMatchObject({ state: 'clear', value: '0' });
    expect(
      judge([
        [80, 'rejected'],
        [80, 'valid'],
        [90, 'valid'],
      ]),
    ).toMatchObject({ state: 'clear' });
    expect(
      judge([
        [80, 'rejected'],
        [80, 'rejected'],
        [90, 'valid'],
      ]),
    ).toMatchObject({ state: 'triggered', value: '2' });
    expect(
      judge(
        [
          [80, null],
          [90, null],
        ],
        { winners: ['bidder-0'] },
      ),
    ).toMatchObject({ state: 'clear' });
  });

  it('does not count a lower bid that was withdrawn', () => {
    expect(
      judge(
        [
          [10, 'withdrawn'],
          [80, 'valid'],
          [90, 'valid'],
        ],
        { withdrawn: 1 },
      ),
    ).toMatchObject({ state: 'clear' });
  });

  it('takes huge prices as they are', () => {
    const huge = '900719925474099300';
    const bids = [
      handedIn('A', 1, { price: huge, status: 'rejected' }),
      handedIn('B', 1, { price: `${huge}1`, status: 'valid' }),
    ];
    expect(assess(C12, lotFacts([1, 1], { handedIn: bids }))).toMatchObject({ state: 'triggered' });
  });

  it('knows when it does not know', () => {
    expect(
      judge([
        [80, null],
        [90, 'valid'],
      ]),
    ).toMatchObject({ reason: { missing: ['statuses'] } });
    expect(
      judge([
        [null, 'rejected'],
        [90, 'valid'],
      ]),
    ).toMatchObject({ reason: { missing: ['prices'] } });
    expect(
      judge([
        [0, 'rejected'],
        [90, 'valid'],
      ]),
    ).toMatchObject({ reason: { missing: ['prices'] } });
    expect(
      judge(
        [
          [80, 'rejected'],
          [90, 'valid'],
        ],
        { bidCount: 3 },
      ),
    ).toMatchObject({ reason: { missing: ['bids'] } });
    expect(
      judge(
        [
          [80, 'rejected'],
          [90, 'valid'],
        ],
        { bidCount: null },
      ),
    ).toMatchObject({
      reason: { missing: ['bidCount'] },
    });
    expect(
      judge(
        [
          [80, 'rejected'],
          [90, 'valid'],
        ],
        { conflicts: ['statuses'] },
      ),
    ).toMatchObject({
      reason: { code: 'conflict' },
    });
  });

  it('does not apply to fixed prices, a single source, one bidder or none', () => {
    expect(
      judge(
        [
          [80, 'rejected'],
          [90, 'valid'],
        ],
        { pricing: 'fixed' },
      ),
    ).toMatchObject({ state: 'not_applicable' });
    expect(judge([[80, 'valid']])).toMatchObject({ state: 'not_applicable', reason: { code: 'one_bidder' } });
    expect(judge([])).toMatchObject({ state: 'not_applicable', reason: { code: 'no_bids' } });
    expect(judge([[80, 'valid']], { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
  });
});
