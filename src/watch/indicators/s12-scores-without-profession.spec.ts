import { describe, expect, it } from '@jest/globals';
import { criteriaFacts } from '../../../test/support/practice-facts.js';
import { listLeaves } from '../../care/evaluations/schemes/scheme.rules.js';
import { TEMPLATES } from '../../care/evaluations/schemes/scheme-templates.js';
import { assess } from '../runs/assess.rules.js';
import { S12 } from './s12-scores-without-profession.js';

const judge = (...points: [kind: string, points: number][]) => assess(S12, criteriaFacts(points));

describe('S12', () => {
  it('by hand: 10 of price, 65 of business, 15 and 10 of profession are 25 of 100', () => {
    const found = judge(['price', 10], ['business', 65], ['professional', 15], ['professional', 10]);
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '25.00',
      threshold: '30.00',
      unit: 'percent',
    });
    expect(found.evidence).toEqual([
      { record: 'tender:t1', field: 'professional', value: 'professional 15.00 %' },
      { record: 'tender:t1', field: 'professional', value: 'professional 10.00 %' },
    ]);
  });

  it('is content with 30', () => {
    expect(judge(['price', 70], ['professional', 30])).toMatchObject({ state: 'clear', value: '30.00' });
    expect(judge(['price', 70.01], ['professional', 29.99])).toMatchObject({ state: 'triggered', value: '29.99' });
    expect(judge(['price', 100])).toMatchObject({ state: 'triggered', value: '0.00' });
  });

  it('asks of a scheme what came of the service', () => {
    const subject = { type: 'evaluation_scheme' as const, id: 's1', key: 'scheme-1' };
    const scheme = (outcome: number) =>
      assess(
        S12,
        criteriaFacts(
          [
            ['professional', outcome],
            ['process', 100 - outcome],
          ],
          { subject },
        ),
      );
    expect(scheme(30)).toMatchObject({ state: 'clear' });
    expect(scheme(29)).toMatchObject({
      state: 'triggered',
      value: '29.00',
      evidence: [{ record: 'evaluation_scheme:s1', field: 'outcome' }],
    });
  });

  it('is clear of the schemes that are shipped', () => {
    for (const { dimensions } of Object.values(TEMPLATES)) {
      const parts = listLeaves(dimensions).map(({ code, name, share, kind }) => ({
        key: code,
        name,
        share: Number(share),
        professional: kind === 'outcome',
      }));
      expect(assess(S12, criteriaFacts(null, { parts }))).toMatchObject({ state: 'clear' });
    }
  });

  it('does not apply where price alone decides, and says what is missing', () => {
    expect(assess(S12, criteriaFacts(null, { scored: false }))).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'not_scored' },
    });
    expect(assess(S12, criteriaFacts(null, { scored: null }))).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['scoring', 'criteria'] },
    });
    expect(judge()).toMatchObject({ state: 'insufficient_data', reason: { missing: ['criteria'] } });
  });
});
