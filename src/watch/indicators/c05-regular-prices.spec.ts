import { describe, expect, it } from '@jest/globals';
import { bid, lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C05 } from './c05-regular-prices.js';

const judge = (yuan: readonly number[], change: Partial<LotFacts> = {}) => assess(C05, lotFacts(yuan, change));
/** Five bids, 2 350 yuan apart, on a 50-yuan grid. */
const STEPS = [184_150, 186_500, 188_850, 191_200, 193_550];

describe('C05', () => {
  it('triggers on five bids in equal steps', () => {
    const found = judge(STEPS);
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', threshold: '0.01', unit: 'p' });
    expect(found.value).toBe(found.pValue);
    expect(Number(found.pValue)).toBeLessThan(1e-4);
    expect(found.explanation.en).toContain('equal steps of 2350.00 yuan');
    expect(found.explanation.zh).toContain('依次相差 2350.00 元');
    expect(found.evidence).toContainEqual({ record: 'lot:l1', field: 'priceGrid', value: '50.00' });
    expect(found.explanation.en).not.toMatch(/guilt|collu|rig/i);
  });

  it('says so where the same step leads up to the ceiling', () => {
    expect(judge(STEPS, { ceiling: '19590000' }).explanation.en).toContain(
      'separates the highest bid from the ceiling',
    );
    expect(judge(STEPS, { ceiling: '19600000' }).explanation.en).not.toContain('ceiling');
  });

  it('triggers on a constant ratio and on steps of two percent, rounded to 100 yuan', () => {
    const ratio = [0, 1, 2, 3, 4, 5].map((i) => Math.round((183_400 * 1.025 ** i) / 100) * 100);
    expect(judge(ratio)).toMatchObject({ state: 'triggered' });
    const percent = [0, 1, 2, 3, 4].map((i) => Math.round((183_455 * (1 + 0.02 * i)) / 100) * 100);
    expect(judge(percent)).toMatchObject({ state: 'triggered' });
  });

  it('is clear on five honest prices, and on equal steps broken by one bid', () => {
    expect(judge([184_150, 185_300, 189_950, 191_200, 196_400])).toMatchObject({ state: 'clear', pValue: '1.00000' });
    expect(judge([184_150, 186_500, 188_850, 191_350, 193_550])).toMatchObject({ state: 'clear' });
  });

  it('stays clear on rounded prices that look regular because they are rounded', () => {
    const found = judge([180_000, 187_000, 193_000, 200_000]);
    expect(found).toMatchObject({ state: 'clear' });
    expect(Number(found.pValue)).toBeGreaterThan(0.01);
    expect(found.explanation.en).toContain('But for rounding');
  });

  it('can say nothing on three bids on a 1 000-yuan grid: 6.5 % of honest ones look so', () => {
    expect(judge([180_000, 190_000, 200_000], { ceiling: '20500000' })).toMatchObject({ state: 'insufficient_data' });
    const found = judge([181_000, 191_000, 201_000]);
    expect(found).toMatchObject({
      state: 'insufficient_data',
      pValue: '0.0647878',
      reason: { code: 'no_power', bids: 3, cells: '21', smallestP: '0.0647878' },
    });
  });

  it('triggers just below the level and not just above it', () => {
    // Four bids in rounded steps: p ≤ 96(k − 1)/k³, which is 0.00989 on 98 cells of 100 yuan and 0.0103 on 96.
    expect(judge([180_100, 183_300, 186_600, 189_800])).toMatchObject({ state: 'triggered', pValue: '0.00989384' });
    expect(judge([180_100, 183_300, 186_400, 189_600])).toMatchObject({ state: 'clear', pValue: '0.0103082' });
    // Three bids in exact steps: p = 6·Σ(k − 2d)/k³; above the level three bids have no power at all.
    expect(judge([180_001, 180_075, 180_149])).toMatchObject({ state: 'triggered', pValue: '0.00993244' });
    expect(judge([180_001, 180_074, 180_147])).toMatchObject({ state: 'insufficient_data', pValue: '0.0100657' });
  });

  it('needs a price for each bid', () => {
    expect(judge(STEPS, { bidCount: 6 })).toMatchObject({ reason: { missing: ['bids'] } });
    expect(judge(STEPS, { bidCount: null })).toMatchObject({ reason: { missing: ['bidCount'] } });
    expect(judge(STEPS, { bids: [...lotFacts(STEPS.slice(1)).bids, bid('x', null)] })).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['prices'] },
    });
    expect(judge(STEPS, { bidCount: 4 })).toMatchObject({ reason: { code: 'conflict', fields: ['bidCount', 'bids'] } });
    expect(judge([1_000, 2_000])).toMatchObject({ reason: { code: 'too_few_bids', bids: 2 } });
  });

  it('does not guess the kind of pricing, and does not speak of fixed prices or a single source', () => {
    expect(judge(STEPS, { pricing: null })).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['pricing'] },
    });
    expect(judge(STEPS, { pricing: 'fixed' })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'fixed_price' },
    });
    expect(judge(STEPS, { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
  });

  it('cites Order 87 for tendering since October 2017 alone, elsewhere the regulation as background', () => {
    const article = (change: Partial<LotFacts>): string | undefined => judge(STEPS, change).basis.article;
    expect(article({ method: 'OPEN_TENDER', startedOn: '2017-10-01' })).toBe('第三十七条(四)');
    const latest = (startedOn: string) => article({ method: 'OPEN_TENDER', startedOn, startIsLatest: true });
    expect(latest('2018-03-29')).toMatch(/^第七十四条\(三\)/);
    expect(latest('2018-03-30')).toBe('第三十七条(四)');
    expect(article({ method: 'OPEN_TENDER', startedOn: '2017-09-30' })).toMatch(/^第七十四条\(三\)/);
    expect(article({ method: 'COMPETITIVE_CONSULTATION' })).toMatch(/^第七十四条\(三\)/);
  });

  it('looks at item lists where they are known, and pays for the second look', () => {
    const cost = [12_000, 30_500, 47_250, 8_800, 61_300, 25_900, 90_400, 15_600];
    const items = (of: (amount: number) => number) =>
      cost.map((amount, i) => ({ key: `item-${i}`, amount: String(of(amount) * 100) }));
    const prices = [184_150, 185_300, 189_950, 191_200];
    const bids = prices.map((price, i) => bid(`b${i}`, price, { items: items((c) => c + 700 * (i % 2)) }));
    const found = judge(prices, { bids: bids.slice(0, 2).concat(prices.slice(2).map((p, i) => bid(`c${i}`, p))) });
    expect(found).toMatchObject({ state: 'triggered', pValue: '0.000400000' });
    expect(found.explanation.en).toContain('b0 and b1');
  });

  it('triggers on three bids of which one list is another times a plus b, and cites the items', () => {
    const cost = [12_000, 30_500, 47_250, 8_800, 61_300, 25_900, 90_400, 15_600];
    const honest = [11_300, 32_900, 44_100, 9_900, 58_700, 28_600, 84_200, 18_050];
    const list = (amounts: readonly number[]) =>
      amounts.map((amount, i) => ({ key: String(i + 1), amount: String(Math.round(amount * 100)) }));
    const lists = [cost, cost.map((amount) => amount * 1.05 + 500), honest];
    const prices = [291_750, 310_337.5, 287_750];
    const found = judge(prices, {
      bids: prices.map((price, i) => bid(`b${i}`, price, { items: list(lists[i] ?? []) })),
    });
    expect(found.state).toBe('triggered');
    expect(Number(found.pValue)).toBeLessThanOrEqual(0.01);
    expect(found.explanation.en).toContain('The item prices of b0 and b1 are one list times a factor plus a constant');
    expect(found.evidence.filter(({ field }) => field === 'items')).toEqual([
      { record: 'bid:b0', field: 'items', value: '1, 2, 3, 4, 5, 6, 7, 8' },
      { record: 'bid:b1', field: 'items', value: '1, 2, 3, 4, 5, 6, 7, 8' },
    ]);
    expect(JSON.stringify(found.evidence)).not.toContain('12000');
  });

  it('does not depend on the order of the bids', () => {
    const facts = lotFacts(STEPS);
    const turned = { ...facts, bids: facts.bids.toReversed() };
    expect(assess(C05, turned)).toEqual(assess(C05, facts));
  });
});
