import { describe, expect, it } from '@jest/globals';
import { draftFacts, recorded, windowFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { WindowFacts } from '../facts/fact-types.js';
import { W03 } from './w03-late-for-its-year.js';

const judge = (start: string | null, change: Partial<WindowFacts> = {}) =>
  assess(W03, windowFacts({ start, end: '2019-12-31' }, change));

describe('W03', () => {
  it('triggers on a window that starts in October, not on one that starts on the last day of September', () => {
    expect(judge('2018-10-01')).toMatchObject({ state: 'triggered', severity: 'notice', value: '2018-10-01' });
    expect(judge('2018-10')).toMatchObject({ state: 'triggered', threshold: '2018-10-01' });
    expect(judge('2018-09-30')).toMatchObject({ state: 'clear' });
  });

  it('triggers on an award after the window began, not on its first day', () => {
    const late = judge('2018-01-01', { awardedOn: recorded('2018-01-02', 'notice', 'award:a1') });
    expect(late).toMatchObject({ state: 'triggered', value: '2018-01-02', threshold: '2018-01-01' });
    expect(late.evidence).toContainEqual({ record: 'award:a1', field: 'awardedOn', value: '2018-01-02' });
    expect(judge('2018-01-01', { awardedOn: recorded('2018-01-01') })).toMatchObject({ state: 'clear' });
  });

  it('does not decide what the precision of the dates leaves open', () => {
    expect(judge('2018')).toMatchObject({ reason: { code: 'precision', fields: ['window.start'] } });
    expect(judge('2018-01', { awardedOn: recorded('2018-01') })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'precision', fields: ['awardedOn'] },
    });
  });

  it('asks for the award once the window has begun; a draft still waits for it', () => {
    expect(judge('2018-01-01', { awardedOn: null })).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['awardedOn'] },
    });
    expect(judge('2018-01-01', { awardedOn: null, asOf: '2017-12-01' })).toMatchObject({ state: 'clear' });
    expect(assess(W03, draftFacts())).toMatchObject({ state: 'clear' });
  });

  it('needs the start, and one that nobody disputes', () => {
    expect(judge(null)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['window.start'] } });
    expect(judge('2018-11-01', { conflicts: ['window'] })).toMatchObject({
      reason: { code: 'conflict', fields: ['window'] },
    });
  });
});
