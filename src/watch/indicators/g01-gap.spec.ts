import { describe, expect, it } from '@jest/globals';
import { contractOn, lineFacts, ONE_OFF, plan } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import { withDraft } from '../coverage/coverage.rules.js';
import { G01 } from './g01-gap.js';

const judge = (...args: Parameters<typeof lineFacts>) => assess(G01, lineFacts(...args));
const first = contractOn('2018-01-01', '2018-05-31');

describe('G01', () => {
  it('finds the holes of the study: June to December, every year, the last one still open', () => {
    const found = judge();
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '214', threshold: '30' });
    expect(found.evidence).toEqual([
      { record: 'service_line:s1', field: 'gap', value: '2018-06-01/2018-12-31' },
      { record: 'service_line:s1', field: 'gap', value: '2019-06-01/2019-12-31' },
    ]);
    expect(found.explanation.en).toContain('from 2019-06-01 to 2019-12-31 (214 days, still open)');
    expect(found.explanation.zh).toContain('尚未接续');
  });

  it('is clear on a hole of 30 days and triggers on one of 31', () => {
    const next = (start: string) => [first, contractOn(start, '2019-12-31')];
    expect(judge(next('2018-07-01'))).toMatchObject({ state: 'clear' });
    expect(judge(next('2018-07-02'))).toMatchObject({ state: 'triggered', value: '31' });
  });

  it('counts an open gap to the day of assessment, and never past what the dataset knows', () => {
    expect(judge([first], { asOf: '2018-06-30', knownUntil: null })).toMatchObject({ state: 'clear' });
    expect(judge([first], { asOf: '2018-07-01', knownUntil: null })).toMatchObject({ value: '31' });
    expect(judge([first], { asOf: '2025-01-01', knownUntil: '2018-07-05' })).toMatchObject({ value: '35' });
  });

  it('takes days before the first contract for a need, not for a gap', () => {
    expect(judge([contractOn('2018-06-01', '2019-12-31')])).toMatchObject({ state: 'clear' });
  });

  it('names the residents of the contract that ended before the hole', () => {
    const found = judge([contractOn('2018-01-01', '2018-05-31', { recipients: 120 })]);
    expect(found.evidence).toContainEqual({ record: 'service_line:s1', field: 'recipientsAffected', value: '120' });
  });

  it('counts whom it left on its first day, also where their community took them in before it was over', () => {
    const affected = (from: string) =>
      judge([
        contractOn('2018-01-01', '2018-05-31', {
          recipients: 120,
          plans: [plan('absorb', { from, carriedOutOn: from })],
        }),
      ]).evidence.filter(({ field }) => field === 'recipientsAffected');
    expect(affected('2018-06-01').map(({ value }) => value)).toEqual(['0']);
    for (const from of ['2018-06-02', '2018-09-01']) expect(affected(from).map(({ value }) => value)).toEqual(['120']);
  });

  it('answers past a contract with vague dates where they change nothing', () => {
    expect(judge([first, contractOn('2018-09', '2018-12')])).toMatchObject({ state: 'triggered' });
    expect(judge([first, contractOn('2018-06-10', '2019-12')])).toMatchObject({ state: 'clear' });
    expect(judge([first, contractOn('2018-06', null)])).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'contracts_excluded', contracts: ['2018-06..?'] },
    });
  });

  it('cannot say where only the start of a contract is known, or nothing of it', () => {
    for (const vague of [contractOn('2018-01-01', null), contractOn('2018-06', null), contractOn(null, null)])
      expect(judge([vague])).toMatchObject({ state: 'insufficient_data', reason: { code: 'contracts_excluded' } });
    const followed = [contractOn('2018-01-01', null), contractOn('2019-01-01', '2019-12-31')];
    expect(judge(followed)).toMatchObject({ reason: { code: 'contracts_excluded', contracts: ['2018-01-01..?'] } });
    expect(judge([contractOn(null, '2018-05-31')])).toMatchObject({ state: 'triggered' });
  });

  it('answers past a start that is known to the year, and an end that no day of the line rests on', () => {
    expect(judge([contractOn('2018', '2019-12-31')])).toMatchObject({ state: 'clear' });
    expect(judge([contractOn('2018-01-01', '2019-12-31'), contractOn(null, null)])).toMatchObject({ state: 'clear' });
    expect(judge([contractOn('2018-01-01', null)], { asOf: '2018-01-31' })).toMatchObject({ state: 'clear' });
  });

  it('repeats the assumption behind the line in its limitation', () => {
    const found = judge(undefined, { assumption: { en: 'Deals were paired by order.', zh: '按顺序配对。' } });
    expect(found.limitation.en.endsWith('Deals were paired by order.')).toBe(true);
    expect(found.limitation.zh.endsWith('按顺序配对。')).toBe(true);
  });

  it('speaks of live lines of continuous categories alone', () => {
    expect(judge(undefined, { category: ONE_OFF })).toMatchObject({ state: 'not_applicable' });
    expect(judge(undefined, { status: 'ended' })).toMatchObject({ reason: { code: 'line_ended' } });
    expect(judge(undefined, { until: '2019-06-30' })).toMatchObject({ reason: { code: 'line_ended' } });
    expect(judge(undefined, { asOf: '2017-12-31' })).toMatchObject({ reason: { code: 'line_not_begun' } });
  });

  it('says what is missing', () => {
    expect(judge([], { category: null })).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['category', 'contracts'] },
    });
    expect(judge(undefined, { conflicts: ['window'] })).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('takes a draft with the known coverage, as of the last day of its year', () => {
    const covered = lineFacts([contractOn('2017-01-01', '2017-12-31')], {
      since: '2017-01-01',
      knownUntil: '2017-12-31',
    });
    const short = assess(G01, withDraft(covered, { start: '2018-01-01', end: '2018-05-31' }));
    expect(short).toMatchObject({ state: 'triggered', value: '214', asOf: '2018-12-31' });
    const whole = assess(G01, withDraft(covered, { start: '2018-01-01', end: '2018-12-31' }));
    expect(whole).toMatchObject({ state: 'clear' });
  });

  it('cannot say what a draft without a window leaves uncovered', () => {
    const begun = lineFacts([], { asOf: '2018-12-31', knownUntil: null });
    expect(assess(G01, withDraft(begun, { start: null, end: null }))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'contracts_excluded', contracts: ['draft'] },
    });
  });
});
