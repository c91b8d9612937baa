import { describe, expect, it } from '@jest/globals';
import { listEffectiveDays } from '../../law/deadlines/window.rules.js';
import { calendar, deliveryFacts, ONE_OFF, recorded } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { AcceptedRates, DeliveryFacts, Rated } from '../facts/delivery-facts.js';
import { sumTargets } from '../facts/bodies-and-services/delivery.queries.js';
import { W04 } from './w04-output-impossible.js';

const accepted = (of: Rated, q95: string | null, n = 20): AcceptedRates => ({ of, n, q95, upTo: '2017-12-31' });
const judge = (targets: DeliveryFacts['targets'], rates: AcceptedRates[], change: Partial<DeliveryFacts> = {}) =>
  assess(W04, deliveryFacts({ targets, accepted: rates, ...change }));

describe('W04', () => {
  it('is worked by hand: 1 780 visits in 89 effective days are 20 a day, above 19.65', () => {
    const found = judge([{ key: 'visits', target: 1_780 }], [accepted('visits', '19.65')]);
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '20',
      threshold: '19.65',
      unit: 'visits_per_effective_day',
    });
    expect(found.evidence).toContainEqual({
      record: 'baseline:ELDERLY_HOME_CARE',
      field: 'accepted.visits',
      value: 'n=20; q95=19.65; until 2017-12-31',
    });
  });

  it('is clear at the percentile itself, and triggers one above', () => {
    expect(judge([{ key: 'visits', target: 1_780 }], [accepted('visits', '20')])).toMatchObject({ state: 'clear' });
    expect(judge([{ key: 'visits', target: 1_781 }], [accepted('visits', '20')])).toMatchObject({ state: 'triggered' });
  });

  it('divides what was promised by the days it was promised for, not by those before an early end', () => {
    const found = judge([{ key: 'visits', target: 1_780 }], [accepted('visits', '20')], {
      window: recorded({ start: '2018-01-01', end: '2018-02-28' }),
      effective: listEffectiveDays(calendar, '2018-01-01', '2018-02-28'),
    });
    expect(found).toMatchObject({ state: 'clear', value: '20' });
    expect(found.explanation.en).toContain('in 89 effective days');
  });

  it('tells rates with two decimals, and with more where two would read alike', () => {
    const told = (target: number, q95: string) =>
      judge([{ key: 'visits', target }], [accepted('visits', q95)]).explanation.zh;
    expect(told(23_933, '19.6512')).toMatch(/日均 268\.91；.*日均不超过 19\.65。/);
    expect(told(1_781, '20.0091')).toMatch(/日均 20\.0112；.*日均不超过 20\.0091。/);
  });

  it('needs 20 accepted contracts', () => {
    const of = (n: number) => judge([{ key: 'visits', target: 1_781 }], [accepted('visits', '20', n)]);
    expect(of(19)).toMatchObject({ state: 'insufficient_data', reason: { code: 'few_accepted', accepted: ['19'] } });
    expect(of(20)).toMatchObject({ state: 'triggered' });
    expect(judge([{ key: 'visits', target: 1 }], [])).toMatchObject({ reason: { code: 'few_accepted' } });
    expect(judge([{ key: 'visits', target: 1 }], [accepted('visits', null, 0)])).toMatchObject({
      reason: { code: 'few_accepted' },
    });
  });

  it('compares each kind with its own, and does not call clear what it could not compare', () => {
    const two = [
      { key: 'visits' as const, target: 89 },
      { key: 'minutes' as const, target: 8_900 },
    ];
    expect(judge(two, [accepted('visits', '20'), accepted('minutes', '99')])).toMatchObject({
      state: 'triggered',
      value: '100',
      unit: 'minutes_per_effective_day',
    });
    expect(judge(two, [accepted('visits', '20'), accepted('minutes', '101')])).toMatchObject({ state: 'clear' });
    expect(judge(two, [accepted('visits', '20'), accepted('minutes', '101', 3)])).toMatchObject({
      state: 'insufficient_data',
    });
    expect(judge(two, [accepted('visits', '0.5'), accepted('minutes', '101', 3)])).toMatchObject({
      state: 'triggered',
    });
  });

  it('adds the targets that are counted from the records', () => {
    const standard = (no: number, target: number | null, of: Rated | 'recipients' | null) => ({
      no,
      text: '',
      target,
      measure: of === null ? null : { of },
    });
    expect(
      sumTargets([
        standard(1, 100, 'visits'),
        standard(2, 20, 'visits'),
        standard(3, 600, 'minutes'),
        standard(4, 30, 'recipients'),
        standard(5, 90, null),
        standard(6, null, 'records'),
      ]),
    ).toEqual([
      { key: 'minutes', target: 600 },
      { key: 'visits', target: 120 },
    ]);
  });

  it('names what is missing, and does not apply where nothing is counted or meant to go on', () => {
    expect(judge(null, [])).toMatchObject({ state: 'insufficient_data', reason: { missing: ['targets'] } });
    expect(judge(null, [], { category: null, planned: null })).toMatchObject({
      reason: { missing: ['category', 'targets', 'window'] },
    });
    const one = [{ key: 'visits' as const, target: 1 }];
    expect(judge(one, [], { plannedDays: null })).toMatchObject({ reason: { missing: ['effectiveDays'] } });
    expect(judge(one, [], { plannedDays: 0 })).toMatchObject({ reason: { code: 'no_effective_days' } });
    expect(judge([], [])).toMatchObject({ state: 'not_applicable', reason: { code: 'no_counted_targets' } });
    expect(judge(one, [], { category: ONE_OFF })).toMatchObject({ state: 'not_applicable' });
    expect(judge(one, [], { conflicts: ['end'] })).toMatchObject({ reason: { code: 'conflict' } });
  });
});
