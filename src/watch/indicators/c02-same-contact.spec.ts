import { describe, expect, it } from '@jest/globals';
import { handedIn, lotFacts, person } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C02 } from './c02-same-contact.js';

const judge = (bids: readonly Partial<HandedIn>[], change: Partial<LotFacts> = {}) =>
  assess(
    C02,
    lotFacts(
      bids.map(() => 100),
      { handedIn: bids.map((bid, i) => handedIn(`bidder-${i}`, 100, { mails: [], ...bid })), ...change },
    ),
  );
const at = (...phones: string[]): Partial<HandedIn> => ({ phones: phones.map(person) });

describe('C02', () => {
  it('finds one telephone number in two bids, and shows it in part alone', () => {
    const found = judge([at('p1'), at('p2', 'p1'), at('p3')]);
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '1', unit: 'pair' });
    expect(found.evidence).toEqual([
      { record: 'bid:bidder-0', field: 'phones', value: 'p1*' },
      { record: 'bid:bidder-1', field: 'phones', value: 'p1*' },
    ]);
    expect(found.basis.kind).toBe('POLICY');
    expect(judge([at('p1'), at('p1')], { method: 'OPEN_TENDER' }).basis).toMatchObject({ article: '第三十七条(二)' });
  });

  it('finds one e-mail address, and counts a pair once', () => {
    const both = { phones: [person('p1')], mails: [person('m1')] };
    expect(judge([both, both])).toMatchObject({ state: 'triggered', value: '1' });
    expect(
      judge([{ phones: [], mails: [person('m1')] }, { phones: [], mails: [person('m1')] }, at('p3')]),
    ).toMatchObject({ state: 'triggered', explanation: { en: expect.stringContaining('e-mail address') } });
    expect(judge([at('p1'), at('p1'), at('p1')])).toMatchObject({ value: '3' });
  });

  it('is clear where each bid names one of its own', () => {
    expect(judge([at('p1'), at('p2'), at('p3')])).toMatchObject({ state: 'clear', value: '0' });
  });

  it('does not count who withdrew', () => {
    const bids = [{ ...at('p1'), status: 'withdrawn' as const }, at('p1'), at('p2')];
    expect(judge(bids, { withdrawn: 1 })).toMatchObject({ state: 'clear' });
  });

  it('knows when it does not know, and does not apply to one bidder', () => {
    expect(judge([at('p1'), at(), at('p3')])).toMatchObject({ reason: { missing: ['contacts'] } });
    expect(judge([at('p1'), { phones: null, mails: null }])).toMatchObject({ state: 'insufficient_data' });
    expect(judge([at('p1'), at('p2')], { bidCount: 4 })).toMatchObject({ reason: { missing: ['bids'] } });
    expect(judge([at('p1')])).toMatchObject({ state: 'not_applicable', reason: { code: 'one_bidder' } });
    expect(judge([at('p1'), at('p1')], { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
  });
});
