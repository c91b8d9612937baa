import { describe, expect, it } from '@jest/globals';
import { promise, serviceFacts, work, workedOn } from '../../../test/support/practice-facts.js';
import { ONE_OFF } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { Promised, WorkDone } from '../facts/practice-facts.js';
import { S02 } from './s02-professional-share.js';

/** 4 800 of 6 000 minutes are promised to the thirteen services: 80 %. */
const PROMISE = [promise(), promise({ content: 'EMOTIONAL_SUPPORT', target: 4_800 })];
const judge = (done: readonly WorkDone[] | null, promised: readonly Promised[] | null = PROMISE) =>
  assess(S02, serviceFacts(done, promised));
const professional = (records: number, each: number) => work(records, each, { content: 'EMOTIONAL_SUPPORT' });

describe('S02', () => {
  it('by hand: 80 % were promised, 1 200 of 3 000 minutes are 40 %; twelve services have no record', () => {
    const found = judge([professional(20, 60), work(30, 60)]);
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '40.0',
      threshold: '80.0',
      unit: 'percent',
    });
    expect(found.evidence).toContainEqual({ record: 'contract:c1', field: 'standards.minutes', value: '4800/6000' });
    expect(found.evidence).toContainEqual({ record: 'contract:c1', field: 'records.minutes', value: '1200/3000' });
    expect(found.evidence.filter(({ field }) => field === 'contentWithoutRecord')).toHaveLength(12);
    expect(found.explanation.zh).toContain('照顾安排');
    expect(found.explanation.zh).not.toContain('精神慰藉');
    expect(found.explanation.en).toContain('Crisis intervention');
  });

  it('allows ten points, and more where so many days may show it by chance', () => {
    expect(judge([professional(70, 10), work(30, 10)])).toMatchObject({ state: 'clear', value: '70.0' });
    // One minute below the limit is no finding on any number of days that a contract has.
    expect(judge([professional(699, 1), work(301, 1)])).toMatchObject({ state: 'clear', value: '69.9' });
    // P(X ≤ 58 | 100, 7/10) = 0.00736 and P(X ≤ 59 | 100, 7/10) = 0.0125.
    expect(judge([professional(58, 10), work(42, 10)])).toMatchObject({ state: 'triggered', value: '58.0' });
    const chance = judge([professional(59, 10), work(41, 10)]);
    expect(chance).toMatchObject({ state: 'clear', value: '59.0' });
    expect(Number(chance.pValue)).toBeGreaterThan(0.01);
    expect(chance.explanation.en).toContain('may be chance');
  });

  it('holds a share over few days for no share', () => {
    const on = (days: number) =>
      assess(S02, serviceFacts([professional(20, 60), work(30, 60)], PROMISE, { days: workedOn(days) }));
    // 0.3³ is above 0.01 and 0.3⁴ below it.
    expect(on(3)).toMatchObject({ state: 'insufficient_data', reason: { code: 'too_few_days', days: 3 } });
    expect(on(4)).toMatchObject({ state: 'clear', value: '40.0' });
    expect(on(30)).toMatchObject({ state: 'triggered', value: '40.0' });
  });

  it('asks for 30 records within the contract', () => {
    expect(judge([work(29, 60)])).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'too_few_records', records: 29, least: 30 },
    });
    expect(judge([work(29, 60), work(9, 60, { withinContract: false })])).toMatchObject({ state: 'insufficient_data' });
    expect(judge([work(30, 60)])).toMatchObject({ state: 'triggered', value: '0.0' });
  });

  it('compares like with like, and takes the measure that falls short most', () => {
    const visits = [
      promise({ of: 'visits', content: 'CRISIS_INTERVENTION', target: 50 }),
      promise({ of: 'visits', form: 'community', target: 50 }),
    ];
    const done = [work(5, 600, { content: 'CRISIS_INTERVENTION' }), work(95, 5, { form: 'community' })];
    expect(judge(done, visits)).toMatchObject({ state: 'triggered', value: '5.0', threshold: '50.0' });
    expect(judge(done, [...PROMISE, ...visits])).toMatchObject({ threshold: '50.0' });
    expect(judge([work(40, 5, { visits: 0 })], visits)).toMatchObject({ reason: { missing: ['records.visits'] } });
  });

  it('does not apply where no share is promised: professional targets alone say nothing of the rest', () => {
    expect(judge([work(40, 60)], [promise({ content: 'ADVICE' })])).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'no_promise' },
    });
    expect(judge([work(40, 60)], [])).toMatchObject({ state: 'not_applicable' });
    expect(judge([work(40, 60)], [promise({ of: null, unit: '%', target: 90 })])).toMatchObject({
      state: 'not_applicable',
    });
  });

  it('does not apply before the contract begins, nor where the category has no list of contents', () => {
    expect(assess(S02, serviceFacts([], PROMISE, { begun: false }))).toMatchObject({ reason: { code: 'not_begun' } });
    expect(assess(S02, serviceFacts([work(40, 60)], PROMISE, { category: ONE_OFF, contents: [] }))).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'no_contents' },
    });
  });

  it('says what is missing', () => {
    expect(judge(null, null)).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['records', 'standards'] },
    });
    expect(judge([work(40, 60)], [promise({ of: null, unit: '人次' })])).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['standards.measure'] },
    });
    expect(assess(S02, serviceFacts([], PROMISE, { category: null }))).toMatchObject({
      reason: { missing: ['category'] },
    });
    expect(assess(S02, serviceFacts([], PROMISE, { conflicts: ['window'] }))).toMatchObject({
      reason: { code: 'conflict' },
    });
  });
});
