import { describe, expect, it } from '@jest/globals';
import { need, needsFacts } from '../../../test/support/practice-facts.js';
import { assess } from '../runs/assess.rules.js';
import { S09 } from './s09-need-unmet.js';

const judge = (...needs: Parameters<typeof needsFacts>[0]) => assess(S09, needsFacts(needs));

describe('S09', () => {
  it('by hand: of four verified needs two wait for more than a year, and two are planned or met: 50 %', () => {
    const found = judge(
      need('a'),
      need('b', { state: 'unmet' }),
      need('c', { state: 'planned', inProgramme: true }),
      need('d', { state: 'met' }),
    );
    expect(found).toMatchObject({ state: 'triggered', severity: 'notice', value: '2', threshold: '0', unit: 'need' });
    expect(found.evidence).toEqual([
      { record: 'need:a', field: 'verifiedOn', value: '2025-06-29' },
      { record: 'need:b', field: 'verifiedOn', value: '2025-06-29' },
      { record: 'community:m1', field: 'plannedShare', value: '50.0' },
    ]);
  });

  it('lets a need wait for 365 days', () => {
    expect(judge(need('a', { verifiedOn: '2025-06-30', overdue: false }))).toMatchObject({
      state: 'clear',
      value: '0',
      evidence: [{ field: 'plannedShare', value: '0.0' }],
    });
  });

  it('does not count what stands in a programme or is met; a plan without a programme waits', () => {
    expect(judge(need('a', { state: 'planned', inProgramme: true }), need('c', { state: 'met' }))).toMatchObject({
      state: 'clear',
      evidence: [{ value: '100.0' }],
    });
    const one = judge(need('a', { state: 'planned' }));
    expect(one).toMatchObject({ state: 'triggered', value: '1' });
    expect(one.explanation.en).toMatch(
      /^1 need was verified .* ago and stands in no programme\. Of 1 verified need 0 stand/,
    );
  });

  it('cannot say of a need whose day is not known, unless another waits too long', () => {
    const undated = need('a', { verifiedOn: null, overdue: false });
    expect(judge(undated)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['verifiedOn'] } });
    expect(judge(undated, need('b'))).toMatchObject({ state: 'triggered', value: '1' });
  });

  it('does not apply to a community without a verified need', () => {
    expect(judge()).toMatchObject({ state: 'not_applicable', reason: { code: 'no_needs' } });
  });
});
