import { describe, expect, it } from '@jest/globals';
import { lotFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C11 } from './c11-identical-prices.js';

const judge = (yuan: readonly number[], change: Partial<LotFacts> = {}) => assess(C11, lotFacts(yuan, change));
const CEILING = { ceiling: '20000000' };

describe('C11', () => {
  it('triggers on five bids at one price below the ceiling', () => {
    const found = judge([186_543, 186_543, 186_543, 186_543, 186_543], CEILING);
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', threshold: '0.01' });
    expect(found.explanation.zh).toContain('5 个为 186543.00 元');
    expect(found.evidence).toContainEqual({ record: 'lot:l1', field: 'ceiling', value: '200000.00' });
  });

  it('triggers on two equal bids to the yuan where three others spread widely', () => {
    expect(judge([171_204, 178_311, 186_543, 186_543, 193_877], CEILING)).toMatchObject({ state: 'triggered' });
  });

  it('does not take two who round to a thousand for two who met to the yuan', () => {
    const found = judge([171_204, 178_311, 186_000, 186_000, 193_877], CEILING);
    expect(found).toMatchObject({ state: 'clear' });
    expect(Number(found.pValue)).toBeGreaterThan(0.1);
    expect(found.explanation.en).toContain('may have been rounded to 1000.00 yuan');
    expect(found.explanation.zh).toContain('可能按 1000.00 元取整');
    // Four of six at one round price, far from the others, are no accident on any step.
    expect(judge([142_111, 186_000, 186_000, 186_000, 186_000, 221_503], { ceiling: '23000000' })).toMatchObject({
      state: 'triggered',
    });
  });

  it('is clear where all prices differ', () => {
    expect(judge([171_204, 178_311, 186_543, 186_544, 193_877], CEILING)).toMatchObject({
      state: 'clear',
      pValue: '1.00000',
    });
  });

  it('is clear on equal bids that a coarse grid explains', () => {
    const found = judge([171_100, 178_300, 186_500, 186_500, 193_900], CEILING);
    expect(found).toMatchObject({ state: 'clear' });
    expect(Number(found.pValue)).toBeGreaterThan(0.03);
  });

  it('can say nothing on three bids on a 1 000-yuan grid: 13.8 % of honest ones contain equals', () => {
    expect(judge([181_000, 181_000, 201_000], { ceiling: '21000000' })).toMatchObject({
      state: 'insufficient_data',
      pValue: '0.138322',
      reason: { code: 'no_power', bids: 3, cells: '21' },
    });
  });

  it('triggers just below the level and not just above it', () => {
    // Three bids of which two are equal: p = 1 − (k − 1)(k − 2)/k², k the cells of a 1-yuan grid. It is also the least p
    // that three bids with different ends can have, so above the level the rule has no power.
    expect(judge([20_001, 20_001, 20_301], CEILING)).toMatchObject({ state: 'triggered', pValue: '0.00994470' });
    expect(judge([20_001, 20_001, 20_299], CEILING)).toMatchObject({ state: 'insufficient_data', pValue: '0.0100111' });
    // Of four there are two places for a pair, so the nearest other bid must be twice as far.
    expect(judge([20_001, 20_001, 20_600, 21_602], CEILING)).toMatchObject({
      state: 'triggered',
      pValue: '0.00998889',
    });
    expect(judge([20_001, 20_001, 20_599, 21_602], CEILING)).toMatchObject({ state: 'clear', pValue: '0.0100055' });
  });

  it('leaves out bids at the ceiling: whoever expects no lower bid bids the ceiling', () => {
    const atTop = judge([200_000, 200_000, 200_000, 171_204, 178_311, 186_543], CEILING);
    expect(atTop).toMatchObject({ state: 'clear' });
    expect(judge([200_000, 200_000, 200_000, 171_204], CEILING)).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'bids_at_ceiling' },
    });
    const below = judge([200_000, 200_000, 171_204, 186_543, 186_543], CEILING);
    expect(below).toMatchObject({ state: 'triggered' });
    expect(below.explanation.en).toContain('Of the 3 bids');
  });

  it('asks for the ceiling where equal bids at the top would decide', () => {
    expect(judge([193_877, 193_877, 171_204, 178_311, 186_543])).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['ceiling'] },
    });
    expect(judge([186_543, 186_543, 186_543])).toMatchObject({ reason: { missing: ['ceiling'] } });
    expect(judge([193_877, 171_204, 178_311, 186_543, 186_543])).toMatchObject({ state: 'triggered' });
  });

  it('does not take honest crowding for agreement', () => {
    // Eight of ten crowd within three percent under the ceiling; two far below make the range wide, not the tie rare.
    const crowd = [194_110, 194_970, 196_230, 197_040, 197_040, 198_220, 199_080, 199_760];
    const found = judge([...crowd, 130_010, 161_200], CEILING);
    expect(found).toMatchObject({ state: 'clear' });
    expect(Number(found.pValue)).toBeGreaterThan(0.01);
  });

  it('does not apply to fixed prices, and needs a price for each bid', () => {
    expect(judge([1, 1, 1], { pricing: 'fixed' })).toMatchObject({ state: 'not_applicable' });
    expect(judge([1, 1, 1], { bidCount: 4 })).toMatchObject({ reason: { missing: ['bids'] } });
    expect(judge([1, 1, 1], { pricing: null })).toMatchObject({ reason: { missing: ['pricing'] } });
    expect(judge([1, 1])).toMatchObject({ reason: { code: 'too_few_bids' } });
    expect(judge([1, 1, 1], { conflicts: ['ceiling'] })).toMatchObject({ reason: { code: 'conflict' } });
  });
});
