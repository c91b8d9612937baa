import { describe, expect, it } from '@jest/globals';
import { promise, serviceFacts, work, workedOn } from '../../../test/support/practice-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { Promised, WorkDone } from '../facts/practice-facts.js';
import { S03 } from './s03-activity-for-show.js';

const CASES = [promise({ of: 'records', form: 'case', target: 20, unit: '个' })];
const judge = (done: readonly WorkDone[] | null, promised: readonly Promised[] | null = CASES) =>
  assess(S03, serviceFacts(done, promised));
const activity = (records: number, each: number) => work(records, each, { form: 'community' });
const cases = (records: number, each: number) => work(records, each, { form: 'case' });

describe('S03', () => {
  it('by hand: 20 activities of 180 minutes and 15 cases of 40 are 3 600 of 4 200 minutes, 85.7 %', () => {
    const found = judge([activity(20, 180), cases(15, 40)]);
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '85.7',
      threshold: '60.0',
      unit: 'percent',
    });
    expect(found.evidence).toEqual([
      { record: 'contract:c1', field: 'records.minutes', value: '4200' },
      { record: 'contract:c1', field: 'records.minutes.community', value: '3600' },
      { record: 'contract:c1', field: 'standards.case', value: '20' },
    ]);
  });

  it('allows 60 %, and more where so many days may show it by chance', () => {
    expect(judge([activity(60, 10), cases(40, 10)])).toMatchObject({ state: 'clear', value: '60.0' });
    expect(judge([activity(6_001, 1), cases(3_999, 1)])).toMatchObject({ state: 'clear', value: '60.0' });
    // P(X ≥ 72 | 100, 3/5) = 0.0084 and P(X ≥ 71 | 100, 3/5) = 0.0148.
    expect(judge([activity(72, 10), cases(28, 10)])).toMatchObject({ state: 'triggered', value: '72.0' });
    const chance = judge([activity(71, 10), cases(29, 10)]);
    expect(chance).toMatchObject({ state: 'clear', value: '71.0' });
    expect(chance.explanation.zh).toContain('可能出于偶然');
  });

  it('holds a share over few days for no share', () => {
    const on = (days: number) =>
      assess(S03, serviceFacts([activity(36, 60), cases(4, 60)], CASES, { days: workedOn(days) }));
    // 0.6⁹ is 0.0101.
    expect(on(9)).toMatchObject({ state: 'insufficient_data', reason: { code: 'too_few_days', days: 9 } });
    expect(on(10)).toMatchObject({ state: 'clear', value: '90.0' });
    expect(on(30)).toMatchObject({ state: 'triggered', value: '90.0' });
  });

  it('asks for 30 records within the contract', () => {
    expect(judge([activity(29, 60)])).toMatchObject({ reason: { code: 'too_few_records', records: 29 } });
    expect(judge([activity(30, 60)])).toMatchObject({ state: 'triggered', value: '100.0' });
    expect(judge([cases(30, 10), work(90, 60, { form: 'community', withinContract: false })])).toMatchObject({
      state: 'clear',
      value: '0.0',
    });
  });

  it('does not apply where neither case nor group work is promised', () => {
    expect(judge([activity(40, 60)], [promise({ form: 'community' })])).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'no_promise' },
    });
    expect(judge([activity(40, 60)], [promise({ form: 'group' })])).toMatchObject({ state: 'triggered' });
  });

  it('says what is missing', () => {
    expect(judge([activity(40, 60)], [promise({ of: null, unit: '个' })])).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['standards.measure'] },
    });
    expect(judge(null, null)).toMatchObject({ reason: { missing: ['records', 'standards'] } });
  });
});
