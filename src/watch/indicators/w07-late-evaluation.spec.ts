import { describe, expect, it } from '@jest/globals';
import { safeIssueForStart } from '../../law/planner/planner.rules.js';
import { calendar, deliveryFacts, ONE_OFF, recorded } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { DeliveryFacts, FinalEvaluation } from '../facts/delivery-facts.js';
import { W07 } from './w07-late-evaluation.js';

const SAFE = '2018-04-20';
const evaluation = (change: Partial<FinalEvaluation>): FinalEvaluation => ({
  record: 'evaluation:e1',
  dueOn: null,
  on: null,
  ...change,
});
const judge = (change: Partial<FinalEvaluation> | null, facts: Partial<DeliveryFacts> = {}) =>
  assess(W07, deliveryFacts({ asOf: '2018-01-02', finalEvaluation: change && evaluation(change), ...facts }));

describe('W07', () => {
  it('is worked by hand: a month after the end of May, when the next documents had to go out in April', () => {
    // A consultation that starts on 2018-06-01 is safely issued by the day that the planner gives.
    const planned = safeIssueForStart(calendar, 'COMPETITIVE_CONSULTATION', '2018-06-01');
    if (planned.certainty !== 'known') throw new Error('unknown');
    const nextIssue = { method: 'COMPETITIVE_CONSULTATION', safe: planned.value, planner: 'known' as const };
    expect(planned.value).toBe('2018-04-27');
    expect(judge({ dueOn: '2018-06-30' }, { nextIssue })).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '2018-06-30',
      threshold: '2018-04-27',
      unit: 'date',
    });
  });

  it('is clear on the safe day itself, and triggers on the next', () => {
    expect(judge({ dueOn: SAFE })).toMatchObject({ state: 'clear' });
    expect(judge({ dueOn: '2018-04-21' })).toMatchObject({ state: 'triggered' });
  });

  it('looks at the day it came, once it has; and at today while it is late', () => {
    expect(judge({ dueOn: '2018-03-01', on: '2018-04-21' })).toMatchObject({ state: 'triggered' });
    expect(judge({ dueOn: '2018-06-30', on: SAFE })).toMatchObject({ state: 'clear' });
    expect(judge({ dueOn: '2018-03-01' }, { asOf: SAFE })).toMatchObject({ state: 'clear' });
    expect(judge({ dueOn: '2018-03-01' }, { asOf: '2018-04-21' })).toMatchObject({
      state: 'triggered',
      value: '2018-04-21',
    });
    expect(judge({ on: '2018-04' })).toMatchObject({ reason: { code: 'precision', fields: ['finalEvaluation'] } });
    expect(judge({ on: '2018-03' })).toMatchObject({ state: 'clear' });
    expect(judge({ on: '2018-05' })).toMatchObject({ state: 'triggered' });
  });

  it('names the planned end, also of a contract that ended before it', () => {
    const found = judge({ dueOn: SAFE }, { window: recorded({ start: '2018-01-01', end: '2018-03-31' }) });
    expect(found).toMatchObject({ state: 'clear', threshold: SAFE });
    expect(found.evidence).toContainEqual({ record: 'contract:c1', field: 'window.end', value: '2018-05-31' });
  });

  it('in Shenzhen takes the earlier of the two days', () => {
    const local = {
      rule: 'EVAL-SZ-FINAL-1M',
      latest: '2018-04-10',
      document: '深圳',
      what: { en: 'a month before the end', zh: '届满前一个月' },
    };
    expect(judge({ dueOn: '2018-04-10' }, { local })).toMatchObject({ state: 'clear', threshold: '2018-04-10' });
    const found = judge({ dueOn: '2018-04-11' }, { local });
    expect(found).toMatchObject({ state: 'triggered' });
    expect(found.explanation.en).toContain('a month before the end');
    expect(found.evidence).toContainEqual({ record: 'rule:EVAL-SZ-FINAL-1M', field: 'latest', value: '2018-04-10' });
    const unplanned = { method: null, safe: null, planner: 'unknown' as const };
    expect(judge({ dueOn: '2018-04-10' }, { local, nextIssue: unplanned })).toMatchObject({ state: 'clear' });
  });

  it('names what is missing', () => {
    expect(judge(null)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['finalEvaluation'] } });
    expect(judge({})).toMatchObject({ reason: { missing: ['finalEvaluation.dueOn'] } });
    expect(judge({ dueOn: SAFE }, { planned: null, category: null })).toMatchObject({
      reason: { missing: ['category', 'window.end'] },
    });
    expect(judge({ dueOn: SAFE }, { planned: recorded({ start: '2018-01', end: '2018-05' }) })).toMatchObject({
      reason: { code: 'precision', fields: ['window.end'] },
    });
    const nextIssue = (planner: DeliveryFacts['nextIssue']['planner']) => ({ method: null, safe: null, planner });
    expect(judge({ dueOn: SAFE }, { nextIssue: nextIssue('unknown') })).toMatchObject({
      reason: { missing: ['method'] },
    });
    expect(judge({ dueOn: SAFE }, { nextIssue: nextIssue('uncertain') })).toMatchObject({
      reason: { code: 'calendar_uncertain' },
    });
    expect(judge({ dueOn: SAFE }, { conflicts: ['end'] })).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('does not apply where no steps are in the law, or the service is not meant to go on', () => {
    const nextIssue = { method: 'SINGLE_SOURCE', safe: null, planner: 'method_not_plannable' as const };
    expect(judge({ dueOn: SAFE }, { nextIssue })).toMatchObject({ state: 'not_applicable' });
    expect(judge({ dueOn: SAFE }, { category: ONE_OFF })).toMatchObject({ state: 'not_applicable' });
  });
});
