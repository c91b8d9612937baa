import { describe, expect, it } from '@jest/globals';
import { handedIn, lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C01 } from './c01-same-file.js';

const file = (letter: string, no = 1, size = 4_096) => ({ no, sha256: letter.repeat(64), size });
const judge = (files: readonly (readonly ReturnType<typeof file>[] | null)[], change: Partial<LotFacts> = {}) =>
  assess(
    C01,
    lotFacts(
      files.map(() => 100),
      { handedIn: files.map((documents, i) => handedIn(`bidder-${i}`, 100, { documents })), ...change },
    ),
  );

describe('C01', () => {
  it('finds one file in bids of two bidders, and shows the beginning of its hash', () => {
    const found = judge([[file('a'), file('b', 2)], [file('c'), file('a', 2)], [file('d')]]);
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '1', threshold: '0', unit: 'pair' });
    expect(found.evidence).toEqual([
      { record: 'bid:bidder-0', field: 'documents', value: 'SHA-256 aaaaaaaaaaaaaaaa…' },
      { record: 'bid:bidder-1', field: 'documents', value: 'SHA-256 aaaaaaaaaaaaaaaa…' },
    ]);
    expect(found.explanation.zh).not.toMatch(/串通|围标/);
  });

  it('rests on article 37 in a tender alone', () => {
    const shared = [[file('a')], [file('a')]];
    expect(judge(shared, { method: 'OPEN_TENDER' }).basis).toMatchObject({ kind: 'law', article: '第三十七条(一)' });
    expect(judge(shared).basis).toMatchObject({ kind: 'POLICY', document: expect.stringContaining('条例') });
    expect(judge(shared, { method: 'OPEN_TENDER', startedOn: '2017-09-30' }).basis.kind).toBe('POLICY');
    const latest = { method: 'OPEN_TENDER', startedOn: '2018-03-29', startIsLatest: true } as const;
    expect(judge(shared, latest).basis.kind).toBe('POLICY');
    expect(judge(shared, { ...latest, startedOn: '2018-03-30' }).basis.kind).toBe('law');
  });

  it('leaves out what the purchase gave out, what is empty, and who withdrew', () => {
    expect(judge([[file('a')], [file('a')]], { handedOut: ['a'.repeat(64)] })).toMatchObject({ state: 'clear' });
    expect(judge([[file('a', 1, 0)], [file('a', 1, 0)]])).toMatchObject({ state: 'clear' });
    const withdrawn = [
      handedIn('A', 100, { documents: [file('a')], status: 'withdrawn' }),
      handedIn('B', 100, { documents: [file('a')] }),
      handedIn('C', 100, { documents: [file('c')] }),
    ];
    expect(assess(C01, lotFacts([1, 1], { bidCount: 3, withdrawn: 1, handedIn: withdrawn }))).toMatchObject({
      state: 'clear',
      value: '0',
    });
  });

  it('counts one file twice in a bid, or in two bids of one body, for none', () => {
    expect(judge([[file('a'), file('a', 2)], [file('b')]])).toMatchObject({ state: 'clear' });
  });

  it('knows when it does not know', () => {
    expect(judge([[file('a')], null])).toMatchObject({ reason: { missing: ['documents'] } });
    expect(judge([[], []])).toMatchObject({ reason: { missing: ['documents'] } });
    expect(judge([[file('a')], [file('b')]], { bidCount: 3 })).toMatchObject({ reason: { missing: ['bids'] } });
    expect(judge([[file('a')], [file('b')]], { bidCount: null })).toMatchObject({ reason: { missing: ['bidCount'] } });
    expect(judge([[file('a')], [file('a')], null], { bidCount: null })).toMatchObject({ state: 'triggered' });
    expect(judge([[file('a')], [file('a')]], { conflicts: ['bids'] })).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('does not apply to a single source, one bidder or none', () => {
    expect(judge([[file('a')]], { method: 'SINGLE_SOURCE' })).toMatchObject({ reason: { code: 'single_source' } });
    expect(judge([[file('a')]])).toMatchObject({ state: 'not_applicable', reason: { code: 'one_bidder' } });
    expect(judge([])).toMatchObject({ state: 'not_applicable', reason: { code: 'no_bids' } });
  });
});
