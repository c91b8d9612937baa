import { describe, expect, it } from '@jest/globals';
import { handedIn, lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { BondFacts, LotFacts } from '../facts/fact-types.js';
import { C07 } from './c07-same-bond-account.js';

const ref = (key: string) => ({ key, label: `${key}*` });
const bond = (n: number, account: string, holder = `holder-${n}`): BondFacts => ({
  bidder: `bidder-${n}`,
  account: ref(account),
  holder: ref(holder),
});
const judge = (paid: readonly BondFacts[], change: Partial<LotFacts> = {}, asked: boolean | null = true) =>
  assess(
    C07,
    lotFacts([180_000, 190_000, 195_000], {
      method: 'OPEN_TENDER',
      handedIn: [0, 1, 2].map((n) => handedIn(`bidder-${n}`, 180_000, { here: true })),
      bonds: { asked, paid },
      ...change,
    }),
  );

describe('C07', () => {
  it('triggers on two bonds from one account', () => {
    const found = judge([bond(0, 'x'), bond(1, 'x'), bond(2, 'y')]);
    expect(found).toMatchObject({ state: 'triggered', value: '1', basis: { kind: 'law', article: '第三十七条(六)' } });
    expect(found.evidence).toEqual([
      { record: 'bid:bidder-0', field: 'bond.account', value: 'x*' },
      { record: 'bid:bidder-1', field: 'bond.account', value: 'x*' },
    ]);
    expect(found.explanation.zh).toContain('同一账户');
    expect(JSON.stringify(found.explanation)).not.toContain('x*');
  });

  it('triggers on two accounts of one holder, and counts a pair once', () => {
    expect(judge([bond(0, 'x', 'h'), bond(1, 'y', 'h'), bond(2, 'z')])).toMatchObject({
      state: 'triggered',
      value: '1',
    });
    expect(judge([bond(0, 'x', 'h'), bond(1, 'x', 'h')])).toMatchObject({ state: 'triggered', value: '1' });
  });

  it('is clear where every bond came from an account of its own', () => {
    expect(judge([bond(0, 'x'), bond(1, 'y'), bond(2, 'z')])).toMatchObject({ state: 'clear', value: '0' });
  });

  it('does not know where not every account was noted', () => {
    expect(judge([bond(0, 'x'), bond(1, 'y')])).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['bonds'] },
    });
    expect(judge([], {}, null)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['bonds'] } });
  });

  it('does not apply where no bond was asked for, and to single source', () => {
    expect(judge([], {}, false)).toMatchObject({ state: 'not_applicable', reason: { code: 'no_bond' } });
    expect(judge([], { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
  });

  it('is a clue in a consultation', () => {
    expect(judge([bond(0, 'x'), bond(1, 'x')], { method: 'COMPETITIVE_CONSULTATION' })).toMatchObject({
      state: 'triggered',
      basis: { kind: 'POLICY' },
    });
  });
});
