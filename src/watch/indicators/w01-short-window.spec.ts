import { describe, expect, it } from '@jest/globals';
import { calendar, draftFacts, ONE_OFF, windowFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import { computeSpan } from '../rules/span.rules.js';
import { W01 } from './w01-short-window.js';

const judge = (start: string | null, end: string | null) => assess(W01, windowFacts({ start, end }));

describe('W01', () => {
  it('finds the risk of the study in the draft of 2018, to the letter', () => {
    const found = assess(W01, draftFacts());
    expect(found).toMatchObject({
      indicator: 'W01',
      version: 1,
      severity: 'risk',
      state: 'triggered',
      value: '89',
      threshold: '90',
      unit: 'effective_working_day',
      reason: null,
    });
    expect(found.basis).toEqual({ kind: 'POLICY' });
    expect(found.evidence).toEqual([{ record: 'tender:draft', field: 'window', value: '2018-01-01/2018-05-31' }]);
    expect(found.explanation.en).toContain('151 calendar days, of which 89 are effective working days');
    expect(found.explanation.zh).toContain('共 151 个日历日，其中有效工作日 89 天');
  });

  it.each([
    [2017, '88', 'risk'],
    [2019, '89', 'risk'],
    [2021, '87', 'risk'],
    [2023, '90', 'notice'],
    [2024, '91', 'notice'],
    [2026, '87', 'risk'],
  ])('knows the window of January to May %i: %s effective days, a %s', (year, value, severity) => {
    expect(judge(`${year}-01-01`, `${year}-05-31`)).toMatchObject({ state: 'triggered', value, severity });
  });

  it('is a risk at 89 effective days and a notice at 90', () => {
    expect(judge('2018-01-01', '2018-05-31')).toMatchObject({ severity: 'risk', value: '89' });
    expect(judge('2018-01-02', '2018-06-01')).toMatchObject({ severity: 'notice', value: '90', threshold: '120' });
  });

  it('is a notice at 119 effective days and clear at 120', () => {
    expect(judge('2018-01-01', '2018-07-14')).toMatchObject({ severity: 'notice', value: '119', threshold: '120' });
    expect(judge('2018-01-01', '2018-07-16')).toMatchObject({ state: 'clear', value: '120', threshold: '120' });
  });

  it('looks at calendar days too: 179 are a notice though 122 effective days are in them, 180 are clear', () => {
    expect(judge('2018-06-01', '2018-11-26')).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '179',
      threshold: '180',
      unit: 'calendar_day',
    });
    expect(judge('2018-06-01', '2018-11-27')).toMatchObject({ state: 'clear', value: '123' });
  });

  it('is clear on a whole year', () => {
    expect(judge('2018-01-01', '2018-12-31')).toMatchObject({ state: 'clear', threshold: '120', reason: null });
  });

  it('does not speak of a category that is not meant to go on', () => {
    const found = assess(W01, windowFacts(undefined, { category: ONE_OFF }));
    expect(found).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'category_not_continuous', category: 'ORG_STAFF_TRAINING' },
    });
  });

  it('names every field that is missing', () => {
    const unknown = assess(W01, windowFacts(null, { category: null }));
    expect(unknown).toMatchObject({ state: 'insufficient_data', reason: { missing: ['category', 'window'] } });
    expect(judge(null, '2020-09-30')).toMatchObject({ reason: { missing: ['window.start'] } });
  });

  it('decides a window known to the month where every reading says the same', () => {
    expect(judge('2020-01', '2020-12')).toMatchObject({ state: 'clear' });
    const short = judge('2023-04', '2023-06');
    expect(short).toMatchObject({ state: 'triggered', severity: 'risk' });
    expect(short.evidence.map(({ field }) => field)).toEqual(['window', 'window.shortest', 'window.longest']);
    expect(short.explanation.en).toContain('at most');
  });

  it('does not decide it where the readings differ', () => {
    expect(judge('2025-11', '2026-05')).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'precision', fields: ['window'] },
    });
  });

  it('says the lighter of two severities where the readings differ in that alone', () => {
    expect(judge('2018-01', '2018-06-10')).toMatchObject({ state: 'triggered', severity: 'notice' });
  });

  it('answers beyond the loaded calendar only what calendar days, or the loaded part, decide', () => {
    expect(judge('2027-01-01', '2027-05-31')).toMatchObject({
      state: 'triggered',
      severity: 'notice',
      value: '151',
      threshold: '180',
      unit: 'calendar_day',
    });
    expect(judge('2027-01-01', '2027-05-30')).toMatchObject({ severity: 'notice', value: '150' });
    expect(judge('2027-01-01', '2027-05-29')).toMatchObject({ severity: 'risk', value: '149', threshold: '150' });
    expect(judge('2027-01-01', '2027-12-31')).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'calendar_uncertain', years: [2027] },
    });
    expect(judge('2026-04-01', '2028-03-31')).toMatchObject({ state: 'clear' });
    expect(judge('9999-01-01', '9999-12-31')).toMatchObject({ state: 'insufficient_data' });
  });

  it('does not judge a window on which the facts contradict each other', () => {
    expect(assess(W01, windowFacts(undefined, { conflicts: ['window'] }))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'conflict', fields: ['window'] },
    });
    expect(judge('2018-06-01', '2018-01-01')).toMatchObject({ reason: { code: 'conflict', fields: ['window'] } });
  });
});

describe('the span of a window', () => {
  it('is one figure where both days are known', () => {
    const span = computeSpan({ start: '2018-01-01', end: '2018-05-31' }, calendar);
    expect(span?.shortest).toEqual(span?.longest);
    expect(span?.longest).toEqual({
      start: '2018-01-01',
      end: '2018-05-31',
      calendarDays: 151,
      effectiveWorkingDays: 89,
    });
  });

  it('may be a single day where start and end share a month', () => {
    expect(computeSpan({ start: '2020-03', end: '2020-03' }, calendar)).toMatchObject({
      shortest: { calendarDays: 1, effectiveWorkingDays: 0 },
      longest: { calendarDays: 31, effectiveWorkingDays: 22 },
    });
  });

  it('takes the no-service weeks of a calendar template', () => {
    const bare = computeSpan({ start: '2018-01-01', end: '2018-05-31' }, calendar, { noService: [], rampUpDays: 3 });
    expect(bare?.longest.effectiveWorkingDays).toBe(100);
  });

  it('says in what words a term was published that has no dates', () => {
    const words = '自合同签订之日起一年';
    const termText = { value: words, record: 'tender:t1', source: 'notice' } as const;
    expect(assess(W01, windowFacts(null, { termText }))).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['window'], termText: words },
      evidence: [{ record: 'tender:t1', field: 'termText', value: words }],
      explanation: {
        en: `The rule cannot be assessed: not known: service window. The term is published in words, “${words}”, and was not turned into dates.`,
        zh: `无法判定：服务期不详。服务期限以文字公布：“${words}”，未换算为起止日期。`,
      },
    });
    const halfKnown = windowFacts({ start: '2018-01-01', end: null }, { termText });
    expect(assess(W01, halfKnown).reason).toEqual({ missing: ['window.end'], termText: words });
  });

  it('does not speak of the words where the dates are known', () => {
    const termText = { value: '五个月', record: 'tender:t1', source: 'notice' } as const;
    expect(assess(W01, windowFacts(undefined, { termText })).explanation.zh).not.toContain('五个月');
    expect(assess(W01, windowFacts(undefined, { termText, category: null })).reason).toEqual({ missing: ['category'] });
  });
});
