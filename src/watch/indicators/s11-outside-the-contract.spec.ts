import { describe, expect, it } from '@jest/globals';
import { serviceFacts, work, workedOn } from '../../../test/support/practice-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { WorkDone } from '../facts/practice-facts.js';
import { S11 } from './s11-outside-the-contract.js';

const judge = (done: readonly WorkDone[] | null, days = 100) =>
  assess(S11, serviceFacts(done, null, done === null ? {} : { days: workedOn(days) }));
const outside = (records: number, each: number, form = 'administrative') =>
  work(records, each, { form, withinContract: false });

describe('S11', () => {
  it('by hand: 600 minutes of administration and 300 of activities beside 2 100 within are 30 %', () => {
    const found = judge([work(35, 60), outside(10, 60), outside(5, 60, 'community')], 150);
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '30.0',
      threshold: '20.0',
      unit: 'percent',
    });
    expect(found.evidence).toEqual([
      { record: 'contract:c1', field: 'records.minutes', value: '3000' },
      { record: 'contract:c1', field: 'records.minutes.outside.administrative', value: '600' },
      { record: 'contract:c1', field: 'records.minutes.outside.community', value: '300' },
    ]);
    expect(found.explanation.zh).toContain('行政事务 600 分钟、社区活动 300 分钟');
  });

  it('allows 20 %, and more where so many days may show it by chance', () => {
    expect(judge([work(80, 10), outside(20, 10)])).toMatchObject({ state: 'clear', value: '20.0' });
    expect(judge([work(7_999, 1), outside(2_001, 1)])).toMatchObject({ state: 'clear', value: '20.0' });
    // P(X ≥ 31 | 100, 1/5) = 0.0061 and P(X ≥ 30 | 100, 1/5) = 0.0112.
    expect(judge([work(69, 10), outside(31, 10)])).toMatchObject({ state: 'triggered', value: '31.0' });
    expect(judge([work(70, 10), outside(30, 10)])).toMatchObject({ state: 'clear', value: '30.0' });
  });

  it('holds a share over few days for no share', () => {
    const on = (days: number) =>
      assess(S11, serviceFacts([work(18, 60), outside(22, 60)], null, { days: workedOn(days) }));
    expect(on(2)).toMatchObject({ state: 'insufficient_data', reason: { code: 'too_few_days', days: 2 } });
    expect(on(4)).toMatchObject({ state: 'clear', value: '55.0' });
    expect(on(30)).toMatchObject({ state: 'triggered', value: '55.0' });
  });

  it('asks for 30 records, within and outside together', () => {
    expect(judge([work(20, 60), outside(9, 60)])).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'too_few_records', records: 29 },
    });
    expect(judge([work(20, 60), outside(10, 60)])).toMatchObject({ state: 'triggered', value: '33.3' });
  });

  it('does not apply before the contract begins, and cannot speak of one recorded from elsewhere', () => {
    expect(assess(S11, serviceFacts([], null, { begun: false }))).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'not_begun' },
    });
    expect(judge(null)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['records'] } });
    expect(judge([])).toMatchObject({ state: 'insufficient_data', reason: { code: 'too_few_records' } });
  });
});
