import { describe, expect, it } from '@jest/globals';
import type { LimitRow } from '../../../law/rules/limits/reach.rules.js';
import { groupSplits, type SplitLine, type SplitPurchase } from './splits.rules.js';

const LIMIT: LimitRow = {
  kind: 'open_tender',
  region: '990200',
  level: 'below_provincial',
  amount: '200000000',
  effective_from: '2020-01-01',
  effective_to: null,
};
const LINE: SplitLine = { id: 'b1', category: 'ELDERLY_HOME_CARE', adjusted: false };
const bought = (yuan: number | null, change: Partial<SplitPurchase> = {}): SplitPurchase => ({
  ...{ key: `${yuan}`, record: 'tender:t', purchase: `p${yuan}`, method: 'COMPETITIVE_CONSULTATION' },
  ...{ category: 'ELDERLY_HOME_CARE', region: '990203', level: 'below_provincial', isLeast: false, approved: false },
  amount: yuan === null ? null : `${yuan}00`,
  ...change,
});
const group = (purchases: SplitPurchase[], lines = [LINE], limits = [LIMIT]) =>
  groupSplits(2025, lines, purchases, limits).find(({ key }) => key === 'ELDERLY_HOME_CARE');

describe('purchases of one budget line', () => {
  it('are held together against the threshold, which they exceed only above it', () => {
    expect(group([bought(1_100_000), bought(900_000)])).toMatchObject({
      certain: { purchases: 2, amount: '200000000', compared: 'below' },
      record: 'budget_line:b1',
    });
    expect(group([bought(1_100_000), bought(900_001)])?.certain).toMatchObject({
      amount: '200000100',
      compared: 'reached',
      limit: '200000000',
    });
  });

  it('count rounds of one purchase once', () => {
    const rounds = [bought(1_100_000, { purchase: 'p' }), bought(1_200_000, { purchase: 'p' })];
    expect(group(rounds)?.certain.purchases).toBe(1);
  });

  it('leave out open tenders, approved methods and other categories', () => {
    const others = [
      bought(3_000_000, { method: 'OPEN_TENDER' }),
      bought(4_000_000, { approved: true }),
      bought(5_000_000, { category: 'COMMUNITY_SERVICE' }),
    ];
    expect(group([bought(1_100_000), ...others])?.possible).toMatchObject({ purchases: 1, amount: '110000000' });
    expect(groupSplits(2025, [LINE], others.slice(0, 2), [LIMIT])).toEqual([]);
  });

  it.each([
    ['method', { method: null }],
    ['method', { method: 'OTHER' }],
    ['methodApproval', { approved: null }],
    ['category', { category: null }],
  ])('whose %s is not known may be among them and are not counted for certain', (missing, change) => {
    const found = group([bought(1_100_000), bought(1_200_000, change)]);
    expect(found).toMatchObject({ certain: { purchases: 1 }, possible: { purchases: 2, compared: 'reached' } });
    expect(found?.missing).toEqual([missing]);
  });

  it('whose amount is not known whole never stay below for certain', () => {
    for (const open of [bought(null), bought(100_000, { isLeast: true })]) {
      const found = group([bought(1_100_000), open]);
      expect([found?.possible.compared, found?.missing]).toEqual(['unknown', ['amount']]);
    }
  });

  it('that several lines or none may pay for are of no line', () => {
    for (const lines of [[LINE, { ...LINE, id: 'b2' }], []])
      expect(group([bought(1), bought(2)], lines)).toMatchObject({ record: null, missing: ['budgetLine'] });
  });

  it('of places without a threshold, or of another each, are not decided', () => {
    expect(group([bought(1_100_000), bought(1_200_000)], [LINE], [])?.certain).toMatchObject({
      compared: 'unknown',
      limit: null,
    });
    const apart = [bought(1_100_000), bought(1_200_000, { region: '110000' })];
    expect(group(apart)?.certain.compared).toBe('unknown');
    const raised = [
      { ...LIMIT, effective_to: '2025-06-30' },
      { ...LIMIT, amount: '400000000', effective_from: '2025-07-01' },
    ];
    expect(group([bought(1_100_000), bought(1_200_000)], [LINE], raised)?.certain.compared).toBe('unknown');
  });
});
