import { describe, expect, it } from '@jest/globals';
import { bidSide, comparison, handedIn, lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { ComparisonFacts, MarkFacts } from '../facts/comparison-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C01 } from './c01-same-file.js';

/** Three bids that were opened here, each with one file of its own. */
const bids = [0, 1, 2].map((n) =>
  handedIn(`bidder-${n}`, 180_000, { here: true, documents: [{ no: 1, sha256: `${n}`.repeat(64), size: 9_000 }] }),
);
const judge = (compared: Partial<ComparisonFacts> | null = {}, change: Partial<LotFacts> = {}) =>
  assess(
    C01,
    lotFacts([180_000, 190_000, 195_000], {
      method: 'OPEN_TENDER',
      handedIn: bids,
      comparison: compared === null ? null : comparison(compared),
      ...change,
    }),
  );
const mark = (change: Partial<MarkFacts> = {}): MarkFacts => ({
  sides: [bidSide(0), bidSide(1)],
  kind: 'document_id',
  value: '00ab12cd',
  nos: [1, 2],
  ...change,
});

describe('C01 by marks of files', () => {
  it('triggers on files of one creation, with where they are', () => {
    const found = judge({ marks: [mark()] });
    expect(found).toMatchObject({ state: 'triggered', value: '1', basis: { kind: 'law', article: '第三十七条(一)' } });
    expect(found.evidence).toEqual([
      { record: 'bid:bidder-0', field: 'documents/1', value: 'document_id 00ab12cd' },
      { record: 'bid:bidder-1', field: 'documents/2', value: 'document_id 00ab12cd' },
    ]);
    expect(found.explanation.zh).toContain('创建标识相同');
    expect(found.explanation.zh).not.toContain('串通');
  });

  it('counts a pair once, however many marks and files it shares', () => {
    const same = { no: 1, sha256: 'ab'.repeat(32), size: 9_000 };
    const twins = bids.map((bid, i) => (i < 2 ? { ...bid, documents: [same] } : bid));
    const marks = [mark(), mark({ kind: 'embedded', value: 'cd'.repeat(32) })];
    const found = judge({ marks }, { handedIn: twins });
    expect(found).toMatchObject({ state: 'triggered', value: '1' });
    expect(found.evidence).toHaveLength(6);
    expect(judge({ marks: [mark(), mark({ sides: [bidSide(1), bidSide(2)] })] })).toMatchObject({ value: '2' });
  });

  it('asks for more than a scanner until thirty bids of others name their devices', () => {
    const scanner = mark({ kind: 'device', value: 'SN-77' });
    expect(judge({ marks: [scanner], devicesKnown: 30 })).toMatchObject({ state: 'triggered', value: '1' });
    const few = judge({ marks: [scanner], othersKnown: 1_000, devicesKnown: 29 });
    expect(few).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'few_devices_known', seen: 29, least: 30 },
    });
    expect(few.evidence.map(({ value }) => value)).toEqual(['device SN-77', 'device SN-77']);
    // What triggers by itself does so whether or not a scanner is beside it.
    // A comparison of before, which looked no device up elsewhere, says nothing of one.
    expect(judge({ marks: [scanner] })).toMatchObject({ state: 'insufficient_data', reason: { seen: 0 } });
    const both = judge({ marks: [mark(), scanner], devicesKnown: 0 });
    expect(both).toMatchObject({ state: 'triggered', value: '1' });
    expect(both.explanation.en).not.toContain('scanner');
  });

  it('is clear where the files were read and bear nothing in common', () => {
    expect(judge()).toMatchObject({ state: 'clear', value: '0' });
  });

  it('does not know of files that were not read, or not compared yet', () => {
    const unread = comparison().bids.map((bid, i) => ({ ...bid, unreadable: i }));
    expect(judge({ bids: unread })).toMatchObject({ state: 'insufficient_data', reason: { code: 'bids_unread' } });
    expect(judge(null)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['comparison'] } });
    // What is said beside the files is none of them, however long it is.
    const said = comparison().bids.map((bid) => ({ ...bid, saidCut: true as const }));
    expect(judge({ bids: said })).toMatchObject({ state: 'clear' });
    const both = said.map((bid) => ({ ...bid, unreadable: 1 }));
    expect(judge({ bids: both })).toMatchObject({ state: 'insufficient_data', reason: { code: 'bids_unread' } });
    // Pictures have no words, and are looked at all the same.
    const pictures = comparison().bids.map((bid) => ({ ...bid, characters: 0 }));
    expect(judge({ bids: pictures })).toMatchObject({ state: 'clear' });
  });

  it('is a clue in a consultation and does not apply to single source', () => {
    expect(judge({ marks: [mark()] }, { method: 'COMPETITIVE_CONSULTATION' })).toMatchObject({
      state: 'triggered',
      basis: { kind: 'POLICY' },
    });
    expect(judge({ marks: [mark()] }, { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
  });
});
