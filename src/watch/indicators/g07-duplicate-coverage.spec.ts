import { describe, expect, it } from '@jest/globals';
import { contractOn, lineFacts, ONE_OFF } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LineContract } from '../facts/fact-types.js';
import { G07 } from './g07-duplicate-coverage.js';

const judge = (...contracts: LineContract[]) => assess(G07, lineFacts(contracts));
const first = contractOn('2018-01-01', '2018-06-30', { key: 'a' });

describe('G07', () => {
  it('triggers on a day that two contracts share, not on contracts that meet', () => {
    const found = judge(first, contractOn('2018-06-30', '2018-12-31', { key: 'b' }));
    expect(found).toMatchObject({ state: 'triggered', severity: 'notice', value: '1', threshold: '0' });
    expect(found.evidence).toEqual([
      { record: 'contract:a', field: 'overlap', value: '2018-06-30/2018-06-30' },
      { record: 'contract:b', field: 'overlap', value: '2018-06-30/2018-06-30' },
    ]);
    expect(judge(first, contractOn('2018-07-01', '2018-12-31'))).toMatchObject({ state: 'clear' });
  });

  it('accepts a handover between the two, on either side, or to somebody not named', () => {
    const handover = (toKey: string | null) => [{ key: 'h', toKey, on: '2018-06-30' }];
    const second = contractOn('2018-06-01', '2018-12-31', { key: 'b' });
    expect(judge({ ...first, handovers: handover('b') }, second)).toMatchObject({ state: 'clear' });
    expect(judge({ ...first, handovers: handover(null) }, second)).toMatchObject({ state: 'clear' });
    expect(judge(first, { ...second, handovers: handover('a') })).toMatchObject({ state: 'clear' });
    expect(judge({ ...first, handovers: handover('other') }, second)).toMatchObject({ state: 'triggered' });
  });

  it('accepts contracts of one lot for which several suppliers are taken', () => {
    const shared = (key: string, sharedLot: string) => contractOn('2018-01-01', '2018-12-31', { key, sharedLot });
    expect(judge(shared('a', 't/1'), shared('b', 't/1'))).toMatchObject({ state: 'clear' });
    expect(judge(shared('a', 't/1'), shared('b', 't/2'))).toMatchObject({ state: 'triggered' });
    expect(judge(shared('a', 't/1'), contractOn('2018-01-01', '2018-12-31'))).toMatchObject({ state: 'triggered' });
  });

  it('says how many contracts run at the same time', () => {
    const each = (...keys: string[]) => keys.map((key) => contractOn('2018-01-01', '2018-06-30', { key }));
    expect(judge(...each('a', 'b')).explanation).toMatchObject({
      en: expect.stringContaining('Two contracts run at the same time'),
      zh: expect.stringContaining('有两份合同同时履行'),
    });
    expect(judge(...each('a', 'b', 'c')).explanation).toMatchObject({
      en: expect.stringContaining('Of 3 contracts two or more run at the same time'),
      zh: expect.stringContaining('3 份合同中有两份以上同时履行'),
    });
  });

  it('looks at every pair', () => {
    const found = judge(first, contractOn('2018-06-01', '2018-12-31'), contractOn('2018-06-20', '2019-12-31'));
    expect(found).toMatchObject({ value: '195' });
    expect(found.evidence).toHaveLength(6);
  });

  it('does not count days after the one looked at', () => {
    const ahead = [contractOn('2019-01-01', '2020-12-31'), contractOn('2020-01-01', '2020-12-31', { key: 'z' })];
    expect(judge(...ahead)).toMatchObject({ state: 'clear' });
  });

  it('answers past vague dates where they change nothing', () => {
    expect(judge(first, contractOn('2018-03', '2018-04'))).toMatchObject({ state: 'triggered', value: '2' });
    const early = contractOn('2018-01-01', '2018-06-15');
    expect(judge(early, contractOn('2018-06', '2018-12'))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'contracts_excluded' },
    });
    expect(judge(first, contractOn('2018-07', '2018-12'))).toMatchObject({ state: 'clear' });
  });

  it('does not apply to an ended line or a category that is not meant to go on', () => {
    expect(assess(G07, lineFacts(undefined, { status: 'ended' }))).toMatchObject({ state: 'not_applicable' });
    expect(assess(G07, lineFacts(undefined, { category: ONE_OFF }))).toMatchObject({ state: 'not_applicable' });
    expect(assess(G07, lineFacts([]))).toMatchObject({ state: 'insufficient_data' });
  });
});
