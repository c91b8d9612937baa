import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PaymentShare } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { computeSchedule } from './schedule.rules.js';

const sum = (parts: readonly bigint[]): bigint => parts.reduce((a, b) => a + b, 0n);
const share = (no: number, of: number): PaymentShare => ({ no, trigger: 'report', share: of });
/** Shares of ten thousand, cut at random. */
const shares = fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 12 }).map((cuts) => {
  const edges = [0, ...cuts.toSorted((a, b) => a - b), 10_000];
  return edges.slice(1).map((edge, i) => share(i + 1, edge - (edges[i] ?? 0)));
});

describe('a schedule', () => {
  it('adds up to the amount to the fen, whatever the shares', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), shares, (amount, list) => {
        const made = computeSchedule(amount, list);
        expect(sum(made.map((i) => i.amount))).toBe(amount);
        // Nobody is more than a fen from the share.
        for (const { amount: part, share: weight } of made) {
          const exact = amount * BigInt(weight ?? 0);
          expect(part * 10_000n - exact < 10_000n && exact - part * 10_000n < 10_000n).toBe(true);
        }
      }),
      { seed: 20_251_103, numRuns: 300 },
    );
  });

  it('leaves what was asked for as it is, and gives the others the rest', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        shares,
        fc.integer({ min: 0, max: 12 }),
        (amount, list, n) => {
          const first = computeSchedule(amount, list);
          const kept = first.slice(0, Math.min(n, list.length - 1));
          const fixed = new Map(kept.map((i) => [i.shareNo ?? 0, i.amount]));
          const halved = list.map((s) => ({ ...s, trigger: 'acceptance' as const }));
          const again = computeSchedule(amount, halved, [], fixed);
          expect(sum(again.map((i) => i.amount))).toBe(amount);
          for (const { shareNo, amount: part } of kept)
            expect(again.find((i) => i.shareNo === shareNo)?.amount).toBe(part);
        },
      ),
      { seed: 20_251_103, numRuns: 300 },
    );
  });

  it('pays a supplement by itself, on what the last share waits for', () => {
    const list: PaymentShare[] = [
      { no: 2, trigger: 'milestone', share: 7000, of: 4 },
      { no: 1, trigger: 'signing', share: 3000 },
    ];
    expect(computeSchedule(18_000_000n, list, [{ amendment: 'a', amount: 1_080_000n }])).toEqual([
      { shareNo: 1, amendment: null, trigger: 'signing', of: null, share: 3000, amount: 5_400_000n },
      { shareNo: 2, amendment: null, trigger: 'milestone', of: 4, share: 7000, amount: 12_600_000n },
      { shareNo: null, amendment: 'a', trigger: 'milestone', of: 4, share: null, amount: 1_080_000n },
    ]);
  });
});
