import { describe, expect, it } from '@jest/globals';
import { handedIn, lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LotFacts } from '../facts/fact-types.js';
import type { HandedIn, OriginFacts } from '../facts/handed-in-facts.js';
import { C02 } from './c02-same-contact.js';

const ref = (key: string) => ({ key, label: `${key}…` });
const from = (account: string, network: string | null = null): OriginFacts => ({
  account: ref(account),
  program: ref('program'),
  network: network === null ? null : ref(network),
});
/** Three bids that were submitted here, each with a number of its own. */
const judge = (origins: readonly (OriginFacts | null)[], change: Partial<LotFacts> = {}) => {
  const bids = origins.map((origin, n): HandedIn =>
    handedIn(`bidder-${n}`, 180_000, { here: true, phones: [ref(`phone-${n}`)], mails: [], origin }),
  );
  return assess(C02, lotFacts([180_000, 190_000, 195_000], { method: 'OPEN_TENDER', handedIn: bids, ...change }));
};

describe('C02 by who submitted', () => {
  it('triggers on two bids that one account submitted', () => {
    const found = judge([from('x'), from('x'), from('y')]);
    expect(found).toMatchObject({ state: 'triggered', value: '1', basis: { kind: 'law', article: '第三十七条(二)' } });
    expect(found.evidence).toEqual([
      { record: 'bid:bidder-0', field: 'account', value: 'x…' },
      { record: 'bid:bidder-1', field: 'account', value: 'x…' },
    ]);
    expect(found.explanation.zh).toContain('由同一账号提交');
  });

  it('does not trigger on one network address and one program, and says so', () => {
    const found = judge([from('x', 'building'), from('y', 'building'), from('z', 'building')]);
    expect(found).toMatchObject({ state: 'clear', value: '0' });
    expect(found.evidence).toEqual(
      [0, 1, 2].map((n) => ({ record: `bid:bidder-${n}`, field: 'network', value: 'building…' })),
    );
    expect(found.explanation.zh).toContain('同一网络地址');
    expect(found.explanation.en).toContain('no sign by itself');
  });

  it('takes an address that nobody vouches for as unknown', () => {
    const found = judge([from('x'), from('y', 'building'), from('z')]);
    expect(found).toMatchObject({ state: 'clear', evidence: [] });
    expect(found.explanation.zh).toContain('3 份投标（响应）文件中有 2 份的来源网络地址未知');
    expect(found.explanation.zh).not.toContain('同一网络地址');
    expect(found.explanation.en).toContain('behind a proxy that is not listed');
    expect(judge([from('x', 'a'), from('y', 'b'), from('z', 'c')]).explanation.en).not.toContain('network');
  });

  it('cites a shared address beside what it triggers on, and counts it in nothing', () => {
    const found = judge([from('x', 'building'), from('x', 'building'), from('z', 'home')]);
    expect(found).toMatchObject({ state: 'triggered', value: '1' });
    expect(found.evidence.map(({ record, field }) => `${record} ${field}`)).toEqual([
      'bid:bidder-0 account',
      'bid:bidder-1 account',
      'bid:bidder-0 network',
      'bid:bidder-1 network',
    ]);
  });

  it('does not know of bids whose account was not noted', () => {
    expect(judge([from('x'), from('y'), null])).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['origins'] },
    });
  });

  it('is a clue in a consultation', () => {
    expect(judge([from('x'), from('x')], { method: 'COMPETITIVE_CONSULTATION', bidCount: 2 })).toMatchObject({
      state: 'triggered',
      basis: { kind: 'POLICY' },
    });
  });
});
