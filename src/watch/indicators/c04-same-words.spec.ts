import { describe, expect, it } from '@jest/globals';
import { bidSide, comparison, lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { ComparisonFacts, LikenessFacts } from '../facts/comparison-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C04 } from './c04-same-words.js';

const judge = (compared: Partial<ComparisonFacts> = {}, change: Partial<LotFacts> = {}) =>
  assess(C04, lotFacts([180_000, 190_000, 195_000], { comparison: comparison(compared), ...change }));
const alike = (characters: number, slips = 0): LikenessFacts => ({
  sides: [bidSide(0), bidSide(1)],
  characters,
  passages: [{ no: 2, start: '每周二由两名社工入户走访并', characters }],
  slips,
  alterations: slips > 0 ? ['上门服物方案'] : [],
});
const TENDER = { method: 'OPEN_TENDER' };

describe('C04', () => {
  it('triggers on 150 letters in common passages, with where they stand in both bids', () => {
    const found = judge({ likeness: [alike(150)] }, TENDER);
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '1', threshold: '0', unit: 'pair' });
    expect(found.basis).toMatchObject({ kind: 'law', article: '第三十七条(四)' });
    expect(found.evidence).toEqual([
      { record: 'bid:bidder-0', field: 'documents/2', value: '每周二由两名社工入户走访并… (150)' },
      { record: 'bid:bidder-1', field: 'words', value: '每周二由两名社工入户走访并… (150)' },
    ]);
    expect(found.explanation.zh).toContain('bidder-0与bidder-1');
    expect(found.explanation.zh).not.toContain('串通');
    expect(judge({ likeness: [alike(149)] }, TENDER)).toMatchObject({ state: 'clear', value: '0' });
  });

  it('triggers on three common slips of the pen, and not on two', () => {
    expect(judge({ likeness: [alike(0, 3)] })).toMatchObject({ state: 'triggered' });
    expect(judge({ likeness: [alike(0, 2)] })).toMatchObject({ state: 'clear' });
  });

  it('is a clue in a consultation, with the Regulation as its background', () => {
    const found = judge({ likeness: [alike(500)] });
    expect(found.basis).toMatchObject({ kind: 'POLICY', document: '政府采购法实施条例(国务院令第658号)' });
    expect(found.explanation).toMatchObject({
      zh: expect.stringContaining('线索'),
      en: expect.stringContaining('a clue'),
    });
    expect(judge({ likeness: [alike(500)] }, { ...TENDER, startedOn: '2016-05-01' }).basis?.kind).toBe('POLICY');
  });

  it('does not trigger where not all that was given out could be read', () => {
    const found = judge({ likeness: [alike(500)], documents: 'partly' }, TENDER);
    expect(found).toMatchObject({ state: 'insufficient_data', reason: { code: 'given_documents_unread' } });
    expect(found.evidence).toHaveLength(2);
    // Where nothing is alike, there is nothing to explain.
    expect(judge({ documents: 'partly' })).toMatchObject({ state: 'clear' });
  });

  it('is never clear of what it could not read', () => {
    const bids = comparison().bids;
    const with_ = (change: object) => judge({ bids: bids.map((bid, i) => (i === 2 ? { ...bid, ...change } : bid)) });
    expect(with_({ unreadable: 1 })).toMatchObject({ state: 'insufficient_data', reason: { code: 'bids_unread' } });
    expect(with_({ characters: 30 })).toMatchObject({ reason: { code: 'too_little_text' } });
    expect(judge({ bids: bids.slice(1) })).toMatchObject({ reason: { code: 'bids_unread' } });
    expect(judge({}, { comparison: null })).toMatchObject({ reason: { missing: ['comparison'] } });
    expect(judge({}, { bidCount: null })).toMatchObject({ reason: { missing: ['bidCount'] } });
    expect(judge({}, { conflicts: ['bids'] })).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('says what was cut, and what the comparison could not do', () => {
    const bids = comparison().bids.map((bid) => ({ ...bid, unreadable: 1, cut: 1 }));
    expect(judge({ bids })).toMatchObject({ state: 'insufficient_data', reason: { code: 'bids_cut' } });
    expect(judge({ bids, likeness: [alike(150)] })).toMatchObject({ state: 'triggered' });
    const said = comparison().bids.map((bid) => ({ ...bid, saidCut: true as const }));
    expect(judge({ bids: said })).toMatchObject({ state: 'insufficient_data', reason: { code: 'bids_cut' } });
    expect(judge({ beyondLimits: true })).toMatchObject({ reason: { code: 'comparison_beyond_limits' } });
  });

  it('takes the common words of a field for nothing while few bids of others are known', () => {
    const few = { othersKnown: 99 };
    const found = judge({ ...few, likeness: [alike(1_699)] });
    expect(found).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'few_bids_known', seen: 99, least: 100 },
    });
    expect(found.evidence).toHaveLength(2);
    // A third of a bid is no boilerplate, and a slip of the pen is none either.
    expect(judge({ ...few, likeness: [alike(1_700)] })).toMatchObject({ state: 'triggered' });
    expect(judge({ ...few, likeness: [alike(0, 3)] })).toMatchObject({ state: 'triggered' });
    expect(judge({ othersKnown: 100, likeness: [alike(150)] })).toMatchObject({ state: 'triggered' });
    expect(judge(few)).toMatchObject({ state: 'clear' });
  });

  it('does not apply to single source, to no bid and to one', () => {
    expect(judge({}, { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
    expect(judge({}, { bidCount: 0 })).toMatchObject({ state: 'not_applicable', reason: { code: 'no_bids' } });
    expect(judge({}, { bidCount: 1 })).toMatchObject({ state: 'not_applicable', reason: { code: 'one_bidder' } });
  });
});
