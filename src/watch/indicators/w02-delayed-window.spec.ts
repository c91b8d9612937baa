import { describe, expect, it } from '@jest/globals';
import { draftFacts, recorded, windowFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { WindowFacts } from '../facts/fact-types.js';
import { W02 } from './w02-delayed-window.js';

const contract = (change: Partial<WindowFacts>) => assess(W02, windowFacts(undefined, change));

describe('W02 on a contract', () => {
  it('counts the days lost where it was signed after the planned start, and their share', () => {
    const found = contract({ signedOn: recorded('2018-01-15') });
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '14', threshold: '0' });
    expect(found.evidence).toContainEqual({ record: 'contract:c1', field: 'shareOfWindowLost', value: '9.3' });
    expect(found.explanation.en).toContain('14 days after the planned start');
  });

  it('is clear where signature and first payment fall on the first day, and triggers a day later', () => {
    const onTheDay = recorded('2018-01-01');
    expect(contract({ signedOn: onTheDay, allocatedOn: onTheDay })).toMatchObject({ state: 'clear', value: '0' });
    expect(contract({ allocatedOn: recorded('2018-01-02') })).toMatchObject({ state: 'triggered', value: '1' });
  });

  it('counts to the later of the two', () => {
    const found = contract({ signedOn: recorded('2018-01-03'), allocatedOn: recorded('2018-03-01') });
    expect(found.value).toBe('59');
    expect(found.explanation.zh).toContain('首次拨款');
  });

  it('says at least so many days where the late date is known to the month', () => {
    const found = contract({ signedOn: recorded('2018-02') });
    expect(found).toMatchObject({ state: 'triggered', value: '31' });
    expect(found.explanation.en).toContain('at least 31 days');
    expect(found.evidence.some(({ field }) => field === 'shareOfWindowLost')).toBe(false);
  });

  it('does not decide a month that holds the start', () => {
    expect(contract({ signedOn: recorded('2018-01') })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'precision', fields: ['signedOn'] },
    });
  });

  it('finds no delay in reconstructed dates, however late they look', () => {
    const rebuilt = recorded('2018-03-01', 'reconstruction');
    expect(contract({ signedOn: rebuilt })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'reconstructed', fields: ['signedOn'] },
    });
    const window = recorded({ start: '2018-01-01', end: '2018-05-31' }, 'reconstruction');
    expect(contract({ window, signedOn: recorded('2018-03-01') })).toMatchObject({
      reason: { code: 'reconstructed', fields: ['window'] },
    });
  });

  it('asks for the day of payment once the window has begun, and not before', () => {
    expect(contract({ allocatedOn: null })).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['allocatedOn'] },
    });
    expect(contract({ allocatedOn: null, asOf: '2017-12-30' })).toMatchObject({ state: 'clear' });
    expect(contract({ signedOn: null, allocatedOn: null })).toMatchObject({
      reason: { missing: ['signedOn', 'allocatedOn'] },
    });
  });

  it('says of what is not recorded that nothing is, not that it came in time', () => {
    const { explanation } = contract({ signedOn: null, allocatedOn: null, asOf: '2017-12-30' });
    expect(explanation.zh).toBe('截至 2017-12-30，没有记录显示签订或拨款晚于计划开始日 2018-01-01。');
    expect(explanation.en).toBe('Nothing recorded by 2017-12-30 came after the planned start on 2018-01-01.');
  });

  it('needs the planned start', () => {
    expect(assess(W02, windowFacts({ start: null, end: '2018-05-31' }))).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['window.start'] },
    });
    expect(contract({ conflicts: ['signedOn'] })).toMatchObject({ reason: { code: 'conflict', fields: ['signedOn'] } });
  });
});

describe('W02 on a draft', () => {
  it('compares the planned issue with the safe date, to the letter of the preview', () => {
    expect(assess(W02, draftFacts())).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '2017-11-27',
      threshold: '2017-11-24',
      unit: 'date',
    });
  });

  it('is clear on the safe date itself and triggers on the next day', () => {
    expect(assess(W02, draftFacts({ plannedIssue: '2017-11-24' }))).toMatchObject({ state: 'clear' });
    expect(assess(W02, draftFacts({ plannedIssue: '2017-11-25' }))).toMatchObject({ state: 'triggered' });
  });

  it('is a risk once even the shortest path is too long', () => {
    expect(assess(W02, draftFacts({ plannedIssue: '2017-12-20' }))).toMatchObject({ severity: 'notice' });
    expect(assess(W02, draftFacts({ plannedIssue: '2017-12-21' }))).toMatchObject({ severity: 'risk' });
  });

  it('does not decide a month that holds the safe date', () => {
    expect(assess(W02, draftFacts({ plannedIssue: '2017-11' }))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'precision', fields: ['plannedIssue'] },
    });
    expect(assess(W02, draftFacts({ plannedIssue: '2017-10' }))).toMatchObject({ state: 'clear' });
  });

  it('says what is missing, and does not apply where no law states the steps', () => {
    expect(assess(W02, draftFacts({ plannedIssue: null }))).toMatchObject({ reason: { missing: ['plannedIssue'] } });
    expect(assess(W02, draftFacts({ planner: 'unknown', safeIssue: null }))).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['method'] },
    });
    expect(assess(W02, draftFacts({ planner: 'uncertain', safeIssue: null }))).toMatchObject({
      reason: { code: 'calendar_uncertain' },
    });
    expect(assess(W02, draftFacts({ planner: 'method_not_plannable', safeIssue: null }))).toMatchObject({
      state: 'not_applicable',
    });
    const window = recorded({ start: '2018-01', end: '2018-05' }, null, 'tender:draft');
    expect(assess(W02, draftFacts({ planner: 'unknown', safeIssue: null }, { window }))).toMatchObject({
      reason: { code: 'precision', fields: ['window.start'] },
    });
  });

  it('does not speak of a tender that is no draft', () => {
    expect(assess(W02, draftFacts({}, { draft: null }))).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'not_a_draft' },
    });
  });
});
