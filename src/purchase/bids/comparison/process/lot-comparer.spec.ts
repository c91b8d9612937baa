import { describe, expect, it } from '@jest/globals';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { honestWriter } from '../../../../../test/support/honest-texts.js';
import { normalizeWords } from '../text-shingles.rules.js';
import { cutText, limitParts, shareOfBid } from '../text-limits.rules.js';
import { MOST_TEXTS } from '../text-likeness.rules.js';
import { LotComparer, type BidToSend } from './lot-comparer.js';

const GIVEN = { texts: [], prints: [], isWhole: true };
const nobodyElse = () => Promise.resolve({ prints: [], images: [], devices: [] });
/** Twenty bids of fifty documents each, of so many letters. */
const lotOf = (letters: number, write: (bid: number, no: number) => string): BidToSend[] =>
  Array.from({ length: 20 }, (_, n) => ({
    bid: { bid: `b${n}`, name: `示例第${n}机构`, creditCode: null, reasons: [], files: [] },
    loadParts: () =>
      Promise.resolve(
        Array.from({ length: 50 }, (__, no) => ({ no, text: cutText(normalizeWords(write(n, no)), letters) })),
      ),
  }));

describe('the comparison of a lot', () => {
  const writer = honestWriter('the comparison of a lot');
  const text = writer.write(5_000);

  it('bears twenty bids of fifty documents that say one and the same, and holds up nobody meanwhile', async () => {
    const pauses = monitorEventLoopDelay({ resolution: 5 });
    pauses.enable();
    const found = await new LotComparer().compare(
      lotOf(4_000, (_, no) => `${no}${text}`),
      GIVEN,
      nobodyElse,
    );
    pauses.disable();
    expect(found?.likeness).toHaveLength(190);
    expect(found?.bids).toHaveLength(20);
    expect(found?.bids[0]?.fingerprints).toBeInstanceOf(Int32Array);
    expect(pauses.max / 1e6).toBeLessThan(2_000);
  }, 120_000);

  it('bears texts of one character, of two in turn, and of no words at all', async () => {
    for (const write of [() => '照'.repeat(2_000), (n: number) => '照护'.repeat(1_000).slice(n % 2), () => '。'])
      expect(await new LotComparer().compare(lotOf(2_000, write), GIVEN, nobodyElse)).not.toBeNull();
  }, 120_000);

  it('answers that it is not known where it takes more time or memory than it may, and goes on with the next', async () => {
    const comparer = new LotComparer();
    const usual = comparer.limits;
    const large = lotOf(4_000, () => text);
    for (const limits of [
      { ...usual, ms: 10 },
      { ...usual, residentMb: 40 },
    ]) {
      comparer.limits = limits;
      expect(await comparer.compare(large, GIVEN, nobodyElse)).toBeNull();
    }
    comparer.limits = usual;
    const [first, second] = await Promise.all(
      [1, 2].map(() =>
        comparer.compare(
          lotOf(100, (n, no) => `${n} ${no} ${text}`),
          GIVEN,
          nobodyElse,
        ),
      ),
    );
    expect(first).toEqual(second);
  }, 120_000);

  it('answers that it is not known where more bids are to be compared than are told apart', async () => {
    const bids = (count: number) => Array.from({ length: count }, (_, n) => toSend(`b${n}`));
    const toSend = (bid: string): BidToSend => ({
      bid: { bid, name: bid, creditCode: null, reasons: [], files: [] },
      loadParts: () => Promise.resolve([]),
    });
    expect(await new LotComparer().compare(bids(MOST_TEXTS + 1), GIVEN, nobodyElse)).toBeNull();
    expect((await new LotComparer().compare(bids(MOST_TEXTS), GIVEN, nobodyElse))?.bids).toHaveLength(MOST_TEXTS);
  }, 120_000);

  it('fails, to be tried again, where the words cannot be fetched or nobody says what is known elsewhere', async () => {
    const [bid] = lotOf(100, () => text) as [BidToSend];
    const fails = () => Promise.reject(new Error('no database'));
    await expect(new LotComparer().compare([{ ...bid, loadParts: fails }], GIVEN, nobodyElse)).rejects.toThrow(
      'no database',
    );
    await expect(new LotComparer().compare([bid], GIVEN, fails)).rejects.toThrow('no database');
  }, 60_000);
});

describe('what is compared of a bid', () => {
  const part = (no: number, characters: number) => ({ no, state: 'read' as const, reason: null, characters });

  it('is a million letters, and less where there are many bids', () => {
    expect([1, 10, 20, 500].map(shareOfBid)).toEqual([1_000_000, 1_000_000, 500_000, 20_000]);
  });

  it('is its beginning; what is cut or left out says so', () => {
    expect(limitParts([part(0, 50), part(1, 60), part(2, 10)], 100)).toEqual([
      part(0, 50),
      { no: 1, state: 'unreadable', reason: 'too_large', characters: 50 },
      { no: 2, state: 'unreadable', reason: 'too_large', characters: 0 },
    ]);
    const none = { no: 3, state: 'no_text' as const, reason: null, characters: 0 };
    expect(limitParts([part(1, 100), none], 100)).toEqual([part(1, 100), none]);
  });

  it('is cut between characters, also those that take two places', () => {
    expect(cutText('甲𠮷乙', 2)).toBe('甲');
    expect(cutText('甲𠮷乙', 3)).toBe('甲𠮷');
    expect([cutText('甲', 0), cutText('甲', 5)]).toEqual(['', '甲']);
  });
});
