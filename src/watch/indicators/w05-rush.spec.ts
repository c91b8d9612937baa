import { describe, expect, it } from '@jest/globals';
import { lowerLimit } from '../../../bench/clopper-pearson.js';
import { exponential, honestOutput, OUTPUT_SHAPES } from '../../../bench/honest-output.js';
import { deliveryFacts, ONE_OFF } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { DayOfService, DeliveryFacts } from '../facts/delivery-facts.js';
import { createRandom } from '../statistics/random.js';
import { computeTailStart, groupUnits, W05 } from './w05-rush.js';

const EFFECTIVE = deliveryFacts().effective ?? [];
/** 15 % of 151 days are 22 whole ones: from 10 May on, 16 of 89 effective days. */
const TAIL = '2018-05-10';
const EARLY = EFFECTIVE.filter((day) => day < TAIL);
const LATE = EFFECTIVE.filter((day) => day >= TAIL);

const on = (days: readonly string[], minutes: number): DayOfService[] => days.map((key) => ({ key, minutes }));
const judge = (output: readonly DayOfService[] | null, change: Partial<DeliveryFacts> = {}) =>
  assess(W05, deliveryFacts({ output, ...change }));

describe('W05', () => {
  it('is worked by hand: 16 late days of 200 minutes against 73 of 60 are 3 200 of 7 580, 42.2 %', () => {
    expect(computeTailStart('2018-01-01', '2018-05-31')).toBe(TAIL);
    expect([EARLY.length, LATE.length]).toEqual([73, 16]);
    const found = judge([...on(EARLY, 60), ...on(LATE, 200)]);
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '42.2',
      threshold: '40',
      // Of 10 000 deals of 17 runs, in which the three late ones come out on top with a probability of 1 / 680.
      pValue: '0.00210000',
    });
    expect(found.evidence).toEqual([
      { record: 'contract:c1', field: 'tail', value: '2018-05-10/2018-05-31' },
      { record: 'contract:c1', field: 'minutes', value: '3200/7580' },
      { record: 'contract:c1', field: 'effectiveDays', value: '16/89' },
    ]);
  });

  it('is clear at exactly 40 %, and triggers one minute above', () => {
    // 73 · 60 = 4 380 are 60 % of 7 300; 16 late days hold 2 920.
    const late = (last: number) => [...on(LATE.slice(1), 180), ...on(LATE.slice(0, 1), last)];
    expect(judge([...on(EARLY, 60), ...late(220)])).toMatchObject({ state: 'clear', value: '40.0', pValue: null });
    expect(judge([...on(EARLY, 60), ...late(221)])).toMatchObject({ state: 'triggered', value: '40.0' });
  });

  it('is clear on an honest contract, and on one full day that may have been any', () => {
    expect(judge(on(EFFECTIVE, 60))).toMatchObject({ state: 'clear', value: '18.0' });
    const big = judge([...on(EFFECTIVE, 60), ...on(LATE.slice(1, 2), 4_000)]);
    expect(big).toMatchObject({ state: 'clear', value: '53.1' });
    // It lies in the tail with a probability of 16 in 89, and its run of five with one of 3 in 17, which is a little less.
    expect(Number(big.pValue)).toBeCloseTo(16 / 89, 1);
  });

  it('cannot say on two days of service what chance would do, nor on three of one week', () => {
    // Both late by chance: (16 · 15) / (89 · 88) = 0.0306; in two of three late runs of 17: (3 · 2) / (17 · 16) = 0.0221.
    expect(judge(on([LATE[1], LATE[6]] as string[], 60))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'few_days_of_service', smallestP: '0.0306435' },
    });
    // From the second late day on there are three late runs of five and fourteen before: 3 / 17, and 1 / 680 for one day in each.
    expect(judge(on(LATE.slice(1, 4), 60))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'few_days_of_service', smallestP: '0.176471' },
    });
    const one = LATE.filter((_, i) => i % 5 === 1).slice(0, 3);
    expect(judge(on(one, 60))).toMatchObject({ state: 'triggered', value: '100.0' });
  });

  it('counts what was done on Sundays with the effective day before, on its own side of the tail', () => {
    const units = groupUnits(
      ['2018-05-08', '2018-05-10', '2018-05-14'],
      on(['2018-05-09', '2018-05-13', '2018-05-20'], 10),
      TAIL,
    );
    expect(units).toEqual([
      { output: 10, tail: false },
      { output: 10, tail: true },
      { output: 10, tail: true },
    ]);
    expect(groupUnits(['2018-05-14'], on(['2018-05-12'], 10), TAIL)).toEqual([{ output: 10, tail: true }]);
  });

  it('waits for the end of the window, and leaves out what lies outside', () => {
    const rush = [...on(EARLY, 60), ...on(LATE, 200)];
    expect(judge(rush, { asOf: '2018-05-31' })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'window_running', end: '2018-05-31' },
    });
    expect(judge([...on(EFFECTIVE, 60), ...on(['2018-06-01'], 90_000)])).toMatchObject({
      state: 'clear',
      value: '18.0',
    });
  });

  it('names what is missing, and does not apply to what is not meant to go on', () => {
    expect(judge(null)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['serviceRecords'] } });
    expect(judge([])).toMatchObject({ reason: { missing: ['serviceRecords'] } });
    expect(judge(on(LATE, 60), { window: null, category: null })).toMatchObject({
      reason: { missing: ['category', 'window.start', 'window.end'] },
    });
    expect(judge(on(LATE, 60), { effective: null })).toMatchObject({ reason: { code: 'calendar_uncertain' } });
    expect(judge(on(LATE, 60), { effective: EARLY })).toMatchObject({ reason: { code: 'no_effective_days' } });
    expect(judge(on(LATE, 60), { conflicts: ['window'] })).toMatchObject({ reason: { code: 'conflict' } });
    expect(judge(on(LATE, 60), { category: ONE_OFF })).toMatchObject({ state: 'not_applicable' });
  });

  it('gives the same p for the same facts', () => {
    const facts = deliveryFacts({ output: [...on(EARLY, 60), ...on(LATE, 200), ...on(LATE.slice(0, 2), 900)] });
    expect(assess(W05, facts)).toEqual(assess(W05, facts));
    expect(assess(W05, { ...facts, output: facts.output?.toReversed() ?? null })).toEqual(assess(W05, facts));
  });
});

describe('honest contracts', () => {
  it.each(OUTPUT_SHAPES)('with %s trigger no more often than one in a hundred', (shape) => {
    const random = createRandom('77e05a1d'.repeat(8));
    const runs = 500;
    let triggered = 0;
    for (let n = 0; n < runs; n += 1) {
      const output = honestOutput(shape, EFFECTIVE, random);
      const seed = n.toString(16).padStart(8, '0').repeat(8);
      if (W05.evaluate(deliveryFacts({ output }), seed).state === 'triggered') triggered += 1;
    }
    expect(lowerLimit(triggered, runs)).toBeLessThanOrEqual(0.01);
  });

  it('that are rushed are found', () => {
    const random = createRandom('0badcafe'.repeat(8));
    let found = 0;
    for (let n = 0; n < 100; n += 1) {
      const output = EFFECTIVE.map((key) => ({
        key,
        minutes: Math.round((key < TAIL ? 20 : 160) * exponential(random)),
      }));
      if (W05.evaluate(deliveryFacts({ output }), 'c0'.repeat(32)).state === 'triggered') found += 1;
    }
    expect(found).toBeGreaterThanOrEqual(90);
  });

  it('whose days follow one another cannot be told from a rush', () => {
    const slow = EFFECTIVE.map((key, i) => ({ key, minutes: key < TAIL ? 10 + (i % 30) : 300 }));
    expect(judge(slow)).toMatchObject({ state: 'insufficient_data', reason: { code: 'days_alike' } });
  });
});
