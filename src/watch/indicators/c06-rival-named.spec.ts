import { describe, expect, it } from '@jest/globals';
import { bidSide, comparison, lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { ComparisonFacts, NamingFacts } from '../facts/comparison-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C06 } from './c06-rival-named.js';

const judge = (compared: Partial<ComparisonFacts> = {}, change: Partial<LotFacts> = {}) =>
  assess(C06, lotFacts([180_000, 190_000, 195_000], { comparison: comparison(compared), ...change }));
const naming = (change: Partial<NamingFacts> = {}): NamingFacts => ({
  in: bidSide(0),
  named: bidSide(2),
  kind: 'name',
  no: 1,
  times: 2,
  ...change,
});

describe('C06', () => {
  it('triggers where a bid names another bidder, with where', () => {
    const found = judge({ names: [naming(), naming({ kind: 'code', no: 0, times: 1 })] }, { method: 'OPEN_TENDER' });
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '1', threshold: '0' });
    expect(found.basis).toMatchObject({ kind: 'law', article: '第三十七条(五)' });
    expect(found.evidence).toEqual([
      { record: 'bid:bidder-0', field: 'documents/1', value: 'bidder-2 (2)' },
      { record: 'bid:bidder-0', field: 'content', value: 'bidder-2 (1)' },
    ]);
    expect(found.explanation.zh).not.toContain('线索');
  });

  it('is a clue in a consultation', () => {
    const found = judge({ names: [naming()] });
    expect(found).toMatchObject({ state: 'triggered', basis: { kind: 'POLICY' } });
    expect(found.explanation.zh).toContain('线索');
  });

  it('is clear where every bid was read and names nobody', () => {
    expect(judge()).toMatchObject({ state: 'clear', value: '0' });
  });

  it('does not know where something was not read', () => {
    expect(judge({ names: [naming()], documents: 'partly' })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'given_documents_unread' },
    });
    const bids = comparison().bids.map((bid) => ({ ...bid, unreadable: 1 }));
    expect(judge({ bids })).toMatchObject({ state: 'insufficient_data', reason: { code: 'bids_unread' } });
    expect(judge({}, { comparison: null })).toMatchObject({ reason: { missing: ['comparison'] } });
  });

  it('does not apply to single source and to one bid', () => {
    expect(judge({}, { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
    expect(judge({}, { bidCount: 1 })).toMatchObject({ state: 'not_applicable' });
  });
});
