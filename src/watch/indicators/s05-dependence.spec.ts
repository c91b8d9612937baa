import { describe, expect, it } from '@jest/globals';
import { agencyFacts, soldTo } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import { S05 } from './s05-dependence.js';

const judge = (...given: Parameters<typeof agencyFacts>) => assess(S05, agencyFacts(...given));
/** 71 of 100 in the buyer's three contracts, the rest from another. */
const four = (big: number) => [
  soldTo('民政局', big, '2023-03-01'),
  soldTo('民政局', 20_000, '2023-06-01'),
  soldTo('民政局', 20_000, '2024-03-01'),
  soldTo('街道办', 30_000, '2024-05-01'),
];

describe('S05', () => {
  it('is worked by hand: 31 000 + 20 000 + 20 000 of 101 000 are 70.3 %', () => {
    const found = judge(four(31_000));
    expect(found).toMatchObject({
      state: 'clear',
      severity: 'notice',
      value: '70.3',
      threshold: null,
      unit: 'percent',
    });
    expect(found.evidence.slice(0, 2)).toEqual([
      { record: 'organisation:民政局', field: 'amount', value: '71000.00' },
      { record: 'agency:a1', field: 'amount', value: '101000.00' },
    ]);
  });

  it('is a figure: all of the money from the one buyer of a county is no finding', () => {
    const all = ['2023-03-01', '2023-06-01', '2024-03-01', '2024-05-01'].map((on) => soldTo('民政局', 30_000, on));
    const found = judge(all);
    expect(found).toMatchObject({ state: 'clear', value: '100.0', threshold: null });
    expect(found.explanation.en).toContain('This is a figure');
    expect(found.title.en).not.toMatch(/depend/i);
    expect(judge(four(30_000))).toMatchObject({ state: 'clear', value: '70.0' });
  });

  it('needs four contracts of two years: the day two years after a signature is out', () => {
    const old = (signedOn: string) => [...four(31_000).slice(0, 3), soldTo('民政局', 1, signedOn)];
    expect(judge(old('2023-01-01'))).toMatchObject({ state: 'clear', value: '100.0' });
    expect(judge(old('2022-12-31'))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'few_contracts', contracts: '3' },
    });
    // What will be signed weighs nothing yet.
    expect(judge(old('2025-01-01'))).toMatchObject({ reason: { code: 'few_contracts' } });
  });

  it('names what is not known', () => {
    const with4 = (change: object) => judge([...four(31_000), soldTo('民政局', 1, '2024-01-01', change)]);
    expect(with4({ amount: null })).toMatchObject({ state: 'insufficient_data', reason: { missing: ['amount'] } });
    expect(with4({ buyer: null })).toMatchObject({ reason: { missing: ['buyer'] } });
    expect(with4({ signedOn: null })).toMatchObject({ reason: { missing: ['signedOn'] } });
    expect(with4({ signedOn: '2022' })).toMatchObject({ state: 'clear', value: '70.3' });
    expect(with4({ signedOn: '2022-12' })).toMatchObject({ state: 'clear', value: '70.3' });
    expect(with4({ signedOn: '2025' })).toMatchObject({ state: 'clear', value: '70.3' });
    expect(judge(four(31_000), { conflicts: ['signedOn'] })).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('does not decide a month or year of signing that holds the border', () => {
    const vague = (signedOn: string, asOf: string) => judge([...four(31_000), soldTo('民政局', 1, signedOn)], { asOf });
    expect(vague('2022-12', '2024-12-15')).toMatchObject({ reason: { code: 'precision', fields: ['signedOn'] } });
    expect(vague('2024', '2024-06-30')).toMatchObject({ reason: { code: 'precision' } });
  });

  it('takes a contract of unknown signature for old where its window was over two years ago', () => {
    const old = soldTo('街道办', 9_000_000, null, { window: { start: '2021-01-01', end: '2022-12-31' } });
    expect(judge([...four(31_000), old])).toMatchObject({ state: 'clear', value: '70.3' });
    const younger = { ...old, window: { start: '2021-01-01', end: '2023-01-01' } };
    expect(judge([...four(31_000), younger])).toMatchObject({ reason: { missing: ['signedOn'] } });
  });

  it('shows what it had to live through: 2023-06-01 to 2023-12-31, 214 days', () => {
    const [a, b, c, d] = four(31_000);
    if (!a || !b || !c || !d) throw new Error('empty');
    const windows = [
      { ...a, window: { start: '2023-01-01', end: '2023-05-31' } },
      { ...b, window: { start: '2024-01-01', end: '2024-09-30' }, terminatedOn: null },
      { ...c, window: { start: '2024', end: null } },
      d,
    ];
    const found = judge(windows);
    expect(found.evidence).toContainEqual({ record: 'agency:a1', field: 'gap', value: '2023-06-01/2023-12-31' });
    expect(found.explanation.en).toContain('lasted 214 days');
    expect(judge(four(31_000)).explanation.en).not.toContain('lasted');
  });
});
