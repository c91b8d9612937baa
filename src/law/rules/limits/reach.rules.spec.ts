import { describe, expect, it } from '@jest/globals';
import type { BudgetLevel } from '../../code-lists/methods.js';
import { compareLimit, procurementReach, type LimitedPurchase, type LimitRow } from './reach.rules.js';

const limit = (region: string, level: BudgetLevel, yuan: number, change: Partial<LimitRow> = {}): LimitRow => ({
  kind: 'procurement',
  region,
  level,
  amount: `${yuan * 100}`,
  effective_from: '2020-01-01',
  effective_to: null,
  ...change,
});
const of = (yuan: number, isLeast = false) => ({ amount: BigInt(yuan) * 100n, isLeast });
const PURCHASE: LimitedPurchase = { region: '320800', level: 'below_provincial', sum: of(50_000), day: '2025-10-15' };
const JIANGSU = [limit('320000', 'provincial', 500_000), limit('320000', 'below_provincial', 500_000)];
const judge = (change: Partial<LimitedPurchase>, limits: readonly LimitRow[]) =>
  compareLimit('procurement', { ...PURCHASE, ...change }, limits);

describe('a purchase and the limit of its place', () => {
  it('reaches the limit at the amount itself', () => {
    expect(judge({ sum: { amount: 49_999_999n, isLeast: false } }, JIANGSU)).toEqual({
      state: 'below',
      limit: '50000000',
      missing: [],
    });
    expect(judge({ sum: of(500_000) }, JIANGSU)).toMatchObject({ state: 'reached', limit: '50000000' });
  });

  it('is unknown where none is on record for the place, the level, the day or the kind', () => {
    const unknown = { state: 'unknown', limit: null, missing: ['limit'] };
    expect(judge({}, [])).toEqual(unknown);
    expect(judge({ region: '330100' }, JIANGSU)).toEqual(unknown);
    expect(judge({}, [limit('320000', 'provincial', 500_000)])).toEqual(unknown);
    expect(judge({ day: '2019-12-31' }, JIANGSU)).toEqual(unknown);
    expect(compareLimit('open_tender', PURCHASE, JIANGSU)).toEqual(unknown);
  });

  it('names what is missing of the purchase itself', () => {
    expect(judge({ region: null, sum: null, day: null }, JIANGSU).missing).toEqual(['region', 'sum', 'day']);
  });

  it('takes the limit of the nearest place', () => {
    const city = [...JIANGSU, limit('320800', 'below_provincial', 40_000)];
    expect(judge({}, city)).toMatchObject({ state: 'reached', limit: '4000000' });
    expect(judge({ region: '320100' }, city)).toMatchObject({ state: 'below' });
  });

  it('holds a purchase of no stated level against both local ones, and never against the country’s', () => {
    const country = limit('CN', 'central', 10_000);
    expect(judge({ level: null }, [...JIANGSU, country])).toMatchObject({ state: 'below', limit: '50000000' });
    expect(judge({ level: null }, [limit('320000', 'provincial', 500_000), country])).toMatchObject({
      missing: ['limit'],
    });
    const apart = [limit('320000', 'provincial', 500_000), limit('320000', 'below_provincial', 40_000)];
    expect(judge({ level: null }, apart)).toMatchObject({ state: 'unknown', missing: ['level'] });
    expect(judge({ level: null, sum: of(30_000) }, apart)).toMatchObject({ state: 'below', limit: '4000000' });
    expect(judge({ level: null, sum: of(600_000) }, apart)).toMatchObject({ state: 'reached', limit: '50000000' });
  });

  it('holds a central purchase against the country’s limit wherever it is made', () => {
    const limits = [...JIANGSU, limit('CN', 'central', 1_000_000)];
    expect(judge({ level: 'central', sum: of(600_000) }, limits)).toMatchObject({ state: 'below' });
    expect(judge({ level: 'central', region: null, sum: of(1_000_000) }, limits)).toMatchObject({ state: 'reached' });
  });

  it('of a month needs the same answer on each of its days', () => {
    const changed = [
      limit('320000', 'below_provincial', 40_000, { effective_to: '2025-10-14' }),
      limit('320000', 'below_provincial', 60_000, { effective_from: '2025-10-15' }),
    ];
    expect(judge({ day: '2025-10' }, changed)).toMatchObject({ state: 'unknown', missing: ['day'] });
    expect(judge({ day: '2025-10-14' }, changed)).toMatchObject({ state: 'reached' });
    expect(judge({ day: '2025-10', sum: of(60_000) }, changed)).toMatchObject({ state: 'reached' });
    const gap = [...JIANGSU.map((row) => ({ ...row, effective_to: '2025-10-20' }))];
    expect(judge({ day: '2025-10' }, gap)).toMatchObject({ missing: ['limit'] });
  });

  it('of a year is unknown where a part of that year has no limit', () => {
    const apart = (next: string) => [
      limit('320000', 'below_provincial', 40_000, { effective_to: '2025-06-30' }),
      limit('320000', 'below_provincial', 40_000, { effective_from: next }),
    ];
    const unknown = { state: 'unknown', limit: null, missing: ['limit'] };
    expect(judge({ day: '2025' }, apart('2025-08-01'))).toEqual(unknown);
    expect(judge({ day: '2025' }, apart('2025-07-02'))).toEqual(unknown);
    expect(judge({ day: '2025' }, apart('2025-07-01'))).toMatchObject({ state: 'reached' });
    // A place that has one for those days gives it.
    expect(
      judge({ day: '2025' }, [...apart('2025-08-01').map((row) => ({ ...row, region: '320800' })), ...JIANGSU]),
    ).toMatchObject({
      state: 'unknown',
      missing: ['day'],
    });
  });

  it('of which only a part is known may reach the limit and is never below it', () => {
    expect(judge({ sum: of(50_000, true) }, JIANGSU)).toMatchObject({ state: 'unknown', missing: ['sum'] });
    expect(judge({ sum: of(500_000, true) }, JIANGSU)).toMatchObject({ state: 'reached' });
  });
});

describe('the reach of the law of procurement', () => {
  it('is that of the limit for a purchase that was recorded', () => {
    const recorded = { ...PURCHASE, conducted: 'elsewhere' as const };
    const place = { region: '320800', level: 'below_provincial' };
    expect(procurementReach(recorded, [])).toEqual({
      ...place,
      state: 'unknown',
      limit: null,
      missing: ['limit'],
      openTender: 'unknown',
    });
    expect(procurementReach(recorded, JIANGSU).state).toBe('below');
    const limits = [
      limit('320000', 'below_provincial', 40_000),
      limit('320000', 'below_provincial', 2_000_000, { kind: 'open_tender' }),
    ];
    expect(procurementReach(recorded, limits)).toEqual({
      ...place,
      state: 'applies',
      limit: '4000000',
      missing: [],
      openTender: 'below',
    });
  });

  it('holds for whatever is conducted here, known limit or not', () => {
    const here = { ...PURCHASE, conducted: 'here' as const };
    expect([procurementReach(here, []).state, procurementReach(here, JIANGSU).state]).toEqual(['applies', 'applies']);
  });
});
