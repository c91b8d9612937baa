import { describe, expect, it } from '@jest/globals';
import { bid, lotFacts } from '../../../test/support/risk-facts.js';
import { INDICATOR_IDS } from '../rules/registry.js';
import { COMPATIBILITY_RULES } from './index.js';
import { toRelease, type OwnLot } from './own-lots.js';
import type { Release, ReleaseBid } from './release-types.js';

const offer = (by: string, amount: number | null, change: Partial<ReleaseBid> = {}): ReleaseBid => ({
  status: 'valid',
  date: '2026-03-10T09:00:00+08:00',
  tenderers: [by],
  amount,
  currency: 'CNY',
  lots: [],
  ...change,
});
let made = 0;
const process = (bids: readonly ReleaseBid[] | null, change: Partial<Release> = {}): Release => ({
  ocid: `p${String((made += 1)).padStart(4, '0')}`,
  buyer: 'buyer',
  procuringEntity: null,
  method: 'open',
  methodDetails: null,
  awardCriteria: null,
  lots: 0,
  period: { start: '2026-03-01T00:00:00+08:00', end: '2026-03-21T00:00:00+08:00' },
  numberOfTenderers: bids?.length ?? null,
  pricesPredetermined: false,
  bids,
  awards: [{ status: 'active', suppliers: ['a'], items: ['75000000'], lots: [] }],
  ...change,
});
/** Rule `id` on these, as `subject id` → answer. */
const judge = (id: string, ...releases: Release[]) => {
  const rule = COMPATIBILITY_RULES.find((one) => one.id === id);
  return Object.fromEntries(
    (rule?.evaluate(releases) ?? []).map((one) => [
      one.subject === 'process' ? one.id : `${one.subject} ${one.id}`,
      one,
    ]),
  );
};
const only = (id: string, release: Release) => judge(id, release)[release.ocid];
const AB = [offer('a', 100), offer('b', 110)];
/** Ten processes whose second bids lie 5 to 6.8 % above the first. */
const usual = () =>
  Array.from({ length: 10 }, (_, i) => process([offer('a', 1_000), offer(`c${i}`, 1_050 + 2 * i), offer('d', 1_200)]));

describe('the published definitions', () => {
  it('are the eleven, for comparison alone, each beside rules of this product, and no indicator', () => {
    expect(COMPATIBILITY_RULES.map(({ id }) => id).join(' ')).toBe(
      'R003 R018 R024 R025 R028 R030 R035 R036 R038 R048 R058',
    );
    for (const { id, use, source, besides } of COMPATIBILITY_RULES) {
      expect([use, source.document, besides.length > 0]).toEqual([
        'comparison_only',
        'Open Contracting Partnership, Red flags in public procurement (2024)',
        true,
      ]);
      expect(INDICATOR_IDS).not.toContain(id);
      expect(COMPATIBILITY_RULES.find((rule) => rule.id === id)?.evaluate([])).toEqual([]);
    }
  });

  it('do not depend on the order of processes', () => {
    const some = [...usual(), process(AB), process([offer('a', 100), offer('b', 900)])];
    for (const { evaluate } of COMPATIBILITY_RULES) expect(evaluate(some.toReversed())).toEqual(evaluate(some));
  });

  it('R003: fewer than fifteen whole days', () => {
    const lasting = (start: string | null, end: string | null) => only('R003', process(AB, { period: { start, end } }));
    expect(lasting('2026-03-01T00:00:00Z', '2026-03-15T23:59:59Z')).toMatchObject({ state: 'triggered', value: 14 });
    expect(lasting('2026-03-01T00:00:00Z', '2026-03-16T00:00:00Z')).toMatchObject({ state: 'clear', value: 15 });
    expect(lasting('2026-03-16T00:00:00Z', '2026-03-01T00:00:00Z')).toMatchObject({ state: 'triggered', value: -15 });
    expect(lasting(null, '2026-03-16T00:00:00Z')).toMatchObject({
      state: 'insufficient_data',
      reason: 'tenderPeriod.startDate',
    });
  });

  it('R018: one tenderer where there is competition', () => {
    expect(only('R018', process(AB, { numberOfTenderers: 1 }))).toMatchObject({ state: 'triggered' });
    expect(only('R018', process(AB))).toMatchObject({ state: 'clear', value: 2 });
    expect(only('R018', process(AB, { numberOfTenderers: null }))).toMatchObject({ state: 'insufficient_data' });
    expect(only('R018', process(AB, { method: 'direct', numberOfTenderers: 1 }))).toMatchObject({
      state: 'not_applicable',
    });
  });

  it('R024 and R058: outliers of the difference to the second bid, on quartiles of type 8', () => {
    const [near, far] = [
      process([offer('a', 1_000), offer('n', 1_001)]),
      process([offer('a', 1_000), offer('f', 1_900)]),
    ];
    const all = [...usual(), near, far];
    const close = judge('R024', ...all);
    expect(close[near.ocid]).toMatchObject({ state: 'triggered', value: 0.001 });
    expect(close[far.ocid]).toMatchObject({ state: 'clear', value: 0.9 });
    expect(Object.keys(close).filter((key) => key.startsWith('tenderer'))).toEqual(['tenderer a', 'tenderer n']);
    const heavy = judge('R058', ...all);
    expect(heavy[far.ocid]).toMatchObject({ state: 'triggered', value: 0.9 });
    expect(heavy[near.ocid]).toMatchObject({ state: 'clear' });
    expect(Object.keys(heavy).filter((key) => key.startsWith('tenderer'))).toEqual(['tenderer a']);
    // Of 12 differences h = (12 + 1/3)/4 + 1/3 = 3.41667: between the third and the fourth, 0.052 and 0.054.
    const q1 = 0.052 + (41 / 12 - 3) * 0.002;
    const q3 = 0.064 + (115 / 12 - 9) * 0.002;
    expect(close[near.ocid]?.threshold).toBeCloseTo(q1 - 1.5 * (q3 - q1), 12);
  });

  it('R024 and R058 both call everybody an outlier where nothing spreads', () => {
    const alike = Array.from({ length: 4 }, () => process([offer('a', 1_000), offer('b', 1_050)]));
    for (const id of ['R024', 'R058'])
      for (const { ocid } of alike) expect(judge(id, ...alike)[ocid]).toMatchObject({ state: 'triggered' });
  });

  it('R024 leaves out what it cannot compare, and says why', () => {
    const state = (release: Release) => judge('R024', ...usual(), release)[release.ocid];
    expect(state(process(AB, { pricesPredetermined: true }))).toMatchObject({ state: 'not_applicable' });
    expect(state(process([offer('a', 120), offer('b', 110)]))).toMatchObject({
      state: 'not_applicable',
      reason: 'the winning bid is not the lowest',
    });
    expect(
      state(process(AB, { awards: [{ status: 'pending', suppliers: ['a'], items: [], lots: [] }] })),
    ).toMatchObject({
      state: 'not_applicable',
    });
    const two = ['a', 'b'].map((by) => ({ status: 'active' as const, suppliers: [by], items: [], lots: [] }));
    expect(state(process(AB, { awards: two }))).toMatchObject({ reason: 'several active awards' });
    expect(state(process([offer('a', 100)]))).toMatchObject({ reason: 'one valid bid only' });
    expect(state(process([]))).toMatchObject({ state: 'insufficient_data' });
    expect(state(process(null))).toMatchObject({ state: 'insufficient_data', reason: 'bids' });
    expect(state(process([offer('a', null), offer('b', 110)]))).toMatchObject({ state: 'insufficient_data' });
    expect(state(process([offer('a', 0), offer('b', 110)]))).toMatchObject({ reason: 'a price above zero' });
    expect(state(process([offer('a', 100), offer('b', 110, { currency: 'USD' })]))).toMatchObject({
      state: 'insufficient_data',
    });
    expect(state(process([offer('a', 100), offer('b', 110, { tenderers: ['b', 'c'] })]))).toMatchObject({
      reason: 'a bid of several tenderers',
    });
    expect(state(process([offer('a', 1e15), offer('b', 1.1e15)]))).toMatchObject({ state: 'clear' });
  });

  it('R025: of those with most bids, who seldom wins', () => {
    const won = (by: string, against: string) =>
      process([offer(by, 100), offer(against, 110)], {
        awards: [{ status: 'active', suppliers: [by], items: [], lots: [] }],
      });
    const pairs = [['e', 'f'], ['g', 'h'], ['i', 'j']] as const; // prettier-ignore
    const fair = pairs.flatMap(([x, y]) => Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? won(x, y) : won(y, x))));
    const loses = Array.from({ length: 12 }, (_, i) => (i === 0 ? won('loser', 'e') : won('e', 'loser')));
    const found = judge('R025', ...fair, ...loses);
    expect(found['tenderer loser']).toMatchObject({ state: 'triggered', value: 1 / 12 });
    expect(found['tenderer e']).toMatchObject({ state: 'clear' });
    expect(found['tenderer f']).toMatchObject({ state: 'not_applicable' });
    expect(judge('R025', process(null))).toEqual({});
  });

  it('R028: the same price of different tenderers, at the ceiling too', () => {
    const same = process([offer('a', 100), offer('b', 100), offer('c', 110)]);
    expect(judge('R028', same)).toMatchObject({
      [same.ocid]: { state: 'triggered', value: 1 },
      'tenderer a': { state: 'triggered' },
      'tenderer b': { state: 'triggered' },
    });
    expect(only('R028', process([offer('a', 100), offer('a', 100)]))).toMatchObject({ state: 'clear' });
    expect(only('R028', process([offer('a', 100), offer('b', 100, { currency: 'USD' })]))).toMatchObject({
      state: 'clear',
    });
    expect(only('R028', process([offer('a', 100), offer('b', 100, { status: 'withdrawn' })]))).toMatchObject({
      state: 'clear',
    });
    expect(only('R028', process([offer('a', null)]))).toMatchObject({ state: 'insufficient_data' });
    expect(only('R028', process(AB, { pricesPredetermined: null }))).toMatchObject({ reason: 'pricing' });
    expect(only('R028', process(AB, { pricesPredetermined: true }))).toMatchObject({ state: 'not_applicable' });
  });

  it('R030: the winning bid came late', () => {
    const at = (date: string | null) => process([offer('a', 100, { date }), offer('b', 110)]);
    const late = at('2026-03-21T00:00:01+08:00');
    expect(judge('R030', late)).toMatchObject({
      [late.ocid]: { state: 'triggered' },
      'tenderer a': { state: 'triggered' },
    });
    expect(only('R030', at('2026-03-20T23:00:00+08:00'))).toMatchObject({ state: 'clear' });
    expect(only('R030', at(null))).toMatchObject({ state: 'insufficient_data', reason: 'bids.date' });
    expect(only('R030', process(AB, { awards: [] }))).toMatchObject({ state: 'not_applicable' });
  });

  it('R035: all but the winner disqualified', () => {
    const out = process([offer('a', 100), offer('b', 90, { status: 'disqualified' })]);
    expect(judge('R035', out)).toMatchObject({
      [out.ocid]: { state: 'triggered', value: 1 },
      'tenderer a': { value: 0 },
    });
    expect(only('R035', process(AB))).toMatchObject({ state: 'clear' });
    expect(only('R035', process(AB, { awards: null }))).toMatchObject({ state: 'insufficient_data' });
    expect(
      only('R035', process(AB, { awards: [{ status: 'pending', suppliers: [], items: [], lots: [] }] })),
    ).toMatchObject({
      state: 'not_applicable',
    });
  });

  it('R036: the lowest bid disqualified', () => {
    expect(only('R036', process([offer('a', 100), offer('b', 90, { status: 'disqualified' })]))).toMatchObject({
      state: 'triggered',
    });
    expect(only('R036', process([offer('a', 100), offer('b', 190, { status: 'disqualified' })]))).toMatchObject({
      state: 'clear',
    });
    expect(only('R036', process([offer('a', null)]))).toMatchObject({ state: 'insufficient_data' });
    expect(only('R036', process(AB, { awards: [] }))).toMatchObject({ state: 'not_applicable' });
  });

  it('R038: who disqualifies, or is disqualified, far more than others', () => {
    const bought = (buyer: string, out: number) =>
      Array.from({ length: 2 }, (_, n) =>
        process(
          Array.from({ length: 5 }, (_, i) =>
            offer(`${buyer}${n}${i}`, 100 + i, i < out ? { status: 'disqualified' } : {}),
          ),
          { buyer },
        ),
      );
    const found = judge('R038', ...['k', 'l', 'm', 'n', 'o'].flatMap((b) => bought(b, 1)), ...bought('z', 4), process(AB.slice(0, 1), { buyer: 'once' })); // prettier-ignore
    expect(found['buyer z']).toMatchObject({ state: 'triggered', value: 0.8 });
    expect(found['buyer once']).toMatchObject({ state: 'insufficient_data' });
    expect(found['tenderer a']).toMatchObject({ state: 'insufficient_data' });
    const none = judge('R038', ...['k', 'l'].flatMap((b) => bought(b, 0)));
    expect(none['buyer k']).toMatchObject({ state: 'clear', value: 0 });
  });

  it('R048: who supplies many kinds, of those with twenty awards', () => {
    const awarded = (by: string, kinds: number, times = 20) =>
      Array.from({ length: times }, (_, i) =>
        process(AB, {
          awards: [{ status: 'active', suppliers: [by], items: [`${10 + (i % kinds)}000000`], lots: [] }],
        }),
      );
    const narrow = [['e', 1], ['f', 1], ['g', 2], ['h', 2], ['i', 2]] as const; // prettier-ignore
    const found = judge('R048', ...narrow.flatMap(([by, kinds]) => awarded(by, kinds)), ...awarded('wide', 12), ...awarded('new', 5, 19)); // prettier-ignore
    expect(found['tenderer wide']).toMatchObject({ state: 'triggered', value: 12 });
    expect(found['tenderer g']).toMatchObject({ state: 'clear', value: 2 });
    expect(found['tenderer new']).toMatchObject({ state: 'insufficient_data' });
    const joint = process(AB, { awards: [{ status: 'active', suppliers: ['x', 'y'], items: ['10'], lots: [] }] });
    expect(judge('R048', joint)).toEqual({});
  });
});

describe('lots of this product as processes', () => {
  const own = (change: Partial<OwnLot> = {}, facts: Partial<OwnLot['facts']> = {}): OwnLot => ({
    facts: { ...lotFacts([100_000, 110_000, 120_000]), ...facts },
    buyer: 'bureau',
    agent: null,
    category: 'ELDERLY_HOME_CARE',
    issuedAt: '2026-03-01T09:00:00+08:00',
    closesAt: '2026-03-12T09:00:00+08:00',
    received: {},
    awards: null,
    ...change,
  });

  it('keep bids, method, prices and what became of each', () => {
    const keys = lotFacts([100_000, 110_000, 120_000]).bids.map(({ key }) => key);
    const [first = '', second = ''] = keys;
    const received = { [second]: { status: 'disqualified' as const, at: '2026-03-11T09:00:00+08:00' } };
    const release = toRelease(own({ received, awards: [{ status: 'active', suppliers: [first] }] }));
    expect(release).toMatchObject({ numberOfTenderers: 3, pricesPredetermined: false, buyer: 'bureau' });
    expect(release.bids?.map(({ status, amount }) => [status, amount])).toEqual([
      ['valid', 100_000],
      ['disqualified', 110_000],
      ['valid', 120_000],
    ]);
    expect(release.awards).toEqual([{ status: 'active', suppliers: [first], items: ['10'], lots: [] }]);
    expect(judge('R003', release)[release.ocid]).toMatchObject({ state: 'triggered', value: 11 });
  });

  it('say what is not known, and a consortium as several tenderers', () => {
    const bare = toRelease(own({ issuedAt: null }, { bids: [], bidCount: null, pricing: null, method: null }));
    expect(bare).toMatchObject({ bids: null, awards: null, method: null, pricesPredetermined: null });
    for (const { evaluate } of COMPATIBILITY_RULES)
      for (const { state } of evaluate([bare])) expect(state).toBe('insufficient_data');
    const members = ['m1', 'm2'].map((key) => ({ key, name: key }));
    const joint = toRelease(own({}, { bids: [bid('j', 100_000, { members })], bidCount: 1, pricing: 'fixed' }));
    expect(joint.bids?.[0]?.tenderers).toEqual(['m1', 'm2']);
    expect(joint.pricesPredetermined).toBe(true);
  });
});
