import { describe, expect, it } from '@jest/globals';
import { contractOn, lineFacts, ONE_OFF } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import { withDraft } from '../coverage/coverage.rules.js';
import { G03 } from './g03-stop-start.js';

/** A line covered except for the given holes, from 2018 to the end of 2021. */
function holed(...holes: [from: string, to: string][]) {
  const day = (date: string, by: number): string =>
    new Date(Date.parse(`${date}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
  const starts = ['2018-01-01', ...holes.map(([, to]) => day(to, 1))];
  const ends = [...holes.map(([from]) => day(from, -1)), '2021-12-31'];
  const contracts = starts
    .map((start, i) => contractOn(start, ends[i] ?? null))
    .filter((c) => (c.window.start ?? '') <= (c.window.end ?? ''));
  return assess(G03, lineFacts(contracts, { asOf: '2021-12-31', knownUntil: null }));
}

describe('G03', () => {
  it('finds the cycle of the study, its open hole included, and how little was covered', () => {
    const found = assess(G03, lineFacts());
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '2', threshold: '2', unit: 'year' });
    expect(found.evidence).toContainEqual({ record: 'service_line:s1', field: 'coverageRatio', value: '41.4' });
    expect(found.explanation.en).toContain('2018-06-01, 2019-06-01');
  });

  it('takes one month earlier or later for the same time of the year, not two', () => {
    expect(holed(['2018-06-15', '2018-08-15'], ['2019-07-20', '2019-09-30'])).toMatchObject({ state: 'triggered' });
    expect(holed(['2018-06-15', '2018-08-15'], ['2019-08-01', '2019-09-30'])).toMatchObject({ state: 'clear' });
  });

  it('knows that December and January are neighbours', () => {
    expect(holed(['2018-12-10', '2019-02-10'], ['2020-01-05', '2020-03-05'])).toMatchObject({ state: 'triggered' });
  });

  it('does not take a December and the January after it for two years of a cycle', () => {
    expect(holed(['2018-12-01', '2019-01-05'], ['2019-01-20', '2019-03-05'])).toMatchObject({ state: 'clear' });
  });

  it('does not take two holes of one calendar year for a cycle', () => {
    expect(holed(['2019-01-10', '2019-03-10'], ['2019-12-01', '2020-02-10'])).toMatchObject({
      state: 'clear',
      value: '1',
    });
  });

  it('counts three years though a fourth lies elsewhere', () => {
    expect(
      holed(
        ['2018-06-01', '2018-08-01'],
        ['2019-06-01', '2019-08-01'],
        ['2020-02-01', '2020-04-01'],
        ['2020-07-01', '2020-09-01'],
      ),
    ).toMatchObject({ state: 'triggered', value: '3' });
  });

  it('does not count holes of 30 days', () => {
    expect(holed(['2018-06-01', '2018-06-30'], ['2019-06-01', '2019-06-30'])).toMatchObject({ state: 'clear' });
    expect(holed(['2018-06-01', '2018-07-01'], ['2019-06-01', '2019-07-01'])).toMatchObject({ state: 'triggered' });
  });

  it('cannot say where a contract with vague dates may have filled a hole', () => {
    const contracts = [...lineFacts().contracts, contractOn('2018-06', null)];
    expect(assess(G03, lineFacts(contracts))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'contracts_excluded' },
    });
    const elsewhere = [...lineFacts().contracts, contractOn('2018-02', '2018-03')];
    expect(assess(G03, lineFacts(elsewhere))).toMatchObject({ state: 'triggered' });
  });

  it('cannot say where a hole may have begun in any month since a contract began', () => {
    for (const contracts of [
      [contractOn('2018-01-01', null)],
      [contractOn(null, null)],
      [contractOn('2018-01-01', null), contractOn('2019-01-01', null)],
      [contractOn('2018-01-01', '2018-05-31'), contractOn('2018-09-01', null)],
    ])
      expect(assess(G03, lineFacts(contracts))).toMatchObject({
        state: 'insufficient_data',
        reason: { code: 'contracts_excluded' },
      });
  });

  it('says between which shares the coverage lies where dates are vague and change no hole', () => {
    const found = assess(G03, lineFacts([contractOn('2018-01-01', '2018-06'), contractOn('2018-07-01', '2019-12-31')]));
    expect(found).toMatchObject({ state: 'clear' });
    expect(found.evidence).toContainEqual({
      record: 'service_line:s1',
      field: 'coverageRatio',
      value: '96.0–100.0',
    });
    expect(found.explanation.en).toContain('between 96.0 % and 100.0 % were covered');
    expect(found.explanation.zh).toContain('96.0% 至 100.0%');
  });

  it('does not apply to a category that is not meant to go on', () => {
    expect(assess(G03, lineFacts(undefined, { category: ONE_OFF }))).toMatchObject({ state: 'not_applicable' });
  });

  it('sees the second hole in a draft that would make it', () => {
    const once = lineFacts([contractOn('2018-01-01', '2018-05-31')], { knownUntil: '2018-12-31', asOf: '2018-12-31' });
    expect(assess(G03, once)).toMatchObject({ state: 'clear', value: '1' });
    expect(assess(G03, withDraft(once, { start: '2019-01-01', end: '2019-05-31' }))).toMatchObject({
      state: 'triggered',
    });
    expect(assess(G03, withDraft(once, { start: '2019-01-01', end: '2019-12-31' }))).toMatchObject({ state: 'clear' });
  });
});
