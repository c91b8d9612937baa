import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { estimateShare, wilson, type Estimate, type Stratum } from './estimate.rules.js';

const stratum = (key: string, population: number, answered: number, yes: number, sampled = answered): Stratum => ({
  key,
  population,
  sampled,
  answered,
  yes,
});

describe('the share of residents who say yes', () => {
  /**
   * By hand: 300 people of whom 30 answered, 27 yes; 700 of whom 14 answered, 7 yes. 0.3 × 0.9 + 0.7 × 0.5 = 0.62, where
   * all answers thrown together would say 34/44 = 77.3 %. Smoothed 28/32 and 8/16; variance 0.09 × 0.9/30 × 0.109375 +
   * 0.49 × 0.98/14 × 0.25 = 0.0002953 + 0.0085750 = 0.0088703; smoothed share 0.6125, effective 0.2373438/0.0088703 = 26.76.
   * Wilson at 0.62 of 26.76: middle 0.60494, half 0.17272 → 43.1 to 77.7 (written down to a tenth).
   */
  it('weighs each community by its residents, not by its answers', () => {
    const found = estimateShare([stratum('a', 300, 30, 27, 40), stratum('b', 700, 14, 7, 90)]) as Estimate;
    expect(found).toMatchObject({ share: '62.0', effective: '26.8', answered: 44, sampled: 130, population: 1000 });
    const [low, high] = wilson(0.62, 0.2373438 / 0.0088703);
    expect([Number(found.low), Number(found.high)]).toEqual([
      Math.round(low * 1000) / 10,
      Math.round(high * 1000) / 10,
    ]);
    expect(low).toBeGreaterThan(0.43);
    expect(high).toBeLessThan(0.78);
  });

  it('is certain where everybody answered', () => {
    expect(estimateShare([stratum('a', 20, 20, 15), stratum('b', 4, 4, 1)])).toMatchObject({
      share: '66.7',
      low: '66.7',
      high: '66.7',
      effective: null,
    });
  });

  it('is not certain where all who answered are of one mind', () => {
    const { share, low, high } = estimateShare([stratum('a', 400, 20, 20)]) as Estimate;
    expect([share, high]).toEqual(['100.0', '100.0']);
    expect(Number(low)).toBeLessThan(95);
  });

  it('is not told of fewer than ten answers, nor where a community is silent beside none to join', () => {
    expect(estimateShare([stratum('a', 100, 9, 9)])).toMatchObject({ insufficient: 'few_answers', answered: 9 });
    expect(estimateShare([stratum('a', 100, 10, 9)])).toMatchObject({ share: '90.0' });
    expect(estimateShare([])).toMatchObject({ insufficient: 'few_answers' });
  });

  it('joins a community with fewer than two answers with the next smallest, and says so', () => {
    const found = estimateShare([stratum('a', 50, 0, 0, 5), stratum('b', 60, 4, 2), stratum('c', 200, 20, 10)]);
    expect(found).toMatchObject({ joined: [['a', 'b']], share: '50.0' });
  });

  it('lies in its interval, in a hundred percent, whatever the answers', () => {
    const any = fc
      .tuple(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([population, answering, agreeing], i?: number) => {
        const answered = Math.floor(population * answering);
        return stratum(String(i), population, answered, Math.floor(answered * agreeing));
      });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (strata) => {
        const found = estimateShare(strata.map((s, i) => ({ ...s, key: String(i) })));
        if ('insufficient' in found) return;
        const [low, share, high] = [Number(found.low), Number(found.share), Number(found.high)];
        expect(0 <= low && low <= share && share <= high && high <= 100).toBe(true);
      }),
    );
  });
});
