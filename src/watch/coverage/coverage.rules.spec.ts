import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contractOn, lineFacts, ONE_OFF } from '../../../test/support/risk-facts.js';
import { addDays, calendarDays, countDays } from '../../kernel/clock/plain-date.js';
import { computeCoverage, withDraft } from './coverage.rules.js';
import type { LineContract } from '../facts/fact-types.js';

describe('coverage of a line of the study', () => {
  it('is what the API promises, to the letter', () => {
    const [first, second] = [contractOn('2018-01-01', '2018-05-31'), contractOn('2019-01-01', '2019-05-31')];
    expect(computeCoverage(lineFacts([second, first]))).toEqual({
      serviceLine: 's1',
      dataset: 'study',
      since: '2018-01-01',
      until: null,
      asOf: '2019-12-31',
      knownUntil: '2019-12-31',
      spells: [
        {
          from: '2018-01-01',
          to: '2018-05-31',
          contract: first.id,
          agency: 'agency-1',
          contractedDays: 151,
          evidencedDays: null,
          evidencedMonths: null,
          promisedDays: null,
          evidencedShare: null,
          promise: null,
          handover: false,
        },
        {
          from: '2019-01-01',
          to: '2019-05-31',
          contract: second.id,
          agency: 'agency-1',
          contractedDays: 151,
          evidencedDays: null,
          evidencedMonths: null,
          promisedDays: null,
          evidencedShare: null,
          promise: null,
          handover: false,
        },
      ],
      gaps: [
        { from: '2018-06-01', to: '2018-12-31', days: 214, open: false, recipientsAffected: null },
        { from: '2019-06-01', to: '2019-12-31', days: 214, open: true, recipientsAffected: null },
      ],
      years: [
        { year: 2018, days: 365, contractedDays: 151, ratio: '41.4' },
        { year: 2019, days: 365, contractedDays: 151, ratio: '41.4' },
      ],
      overlaps: [],
      successor: null,
      excluded: [],
    });
  });
});

describe('coverage', () => {
  it('stops at what the dataset knows, however late it is asked', () => {
    expect(computeCoverage(lineFacts(undefined, { asOf: '2026-01-01' })).asOf).toBe('2019-12-31');
    expect(computeCoverage(lineFacts(undefined, { asOf: '2018-08-31' }))).toMatchObject({
      asOf: '2018-08-31',
      spells: [{ from: '2018-01-01' }],
      gaps: [{ from: '2018-06-01', to: '2018-08-31', days: 92, open: true }],
      years: [{ year: 2018, days: 243, contractedDays: 151, ratio: '62.1' }],
      successor: { contract: 'id-2019-01-01..2019-05-31', from: '2019-01-01' },
    });
  });

  it('keeps the true end of a spell and counts only the days that are over', () => {
    expect(computeCoverage(lineFacts(undefined, { asOf: '2018-02-10' })).spells).toMatchObject([
      { from: '2018-01-01', to: '2018-05-31', contractedDays: 41 },
    ]);
  });

  it('closes a gap where the line ended', () => {
    const found = computeCoverage(lineFacts(undefined, { until: '2019-08-31', status: 'ended' }));
    expect(found.gaps.at(-1)).toMatchObject({ to: '2019-08-31', open: false });
    expect(found.years.at(-1)).toMatchObject({ days: 243, ratio: '62.1' });
  });

  it('ends a spell on the day of termination', () => {
    const found = computeCoverage(lineFacts([contractOn('2018-01-01', '2019-12-31', { terminatedOn: '2018-06-30' })]));
    expect(found.spells).toMatchObject([{ to: '2018-06-30', contractedDays: 181 }]);
    expect(found.gaps).toMatchObject([{ from: '2018-07-01' }]);
  });

  it('counts a day once, and names who overlaps on it', () => {
    const contracts = [
      contractOn('2018-01-01', '2018-12-31', { key: 'a' }),
      contractOn('2018-07-01', '2019-12-31', { key: 'b' }),
      contractOn('2018-12-01', '2018-12-10', { key: 'c' }),
    ];
    const found = computeCoverage(lineFacts(contracts));
    expect(found.years).toMatchObject([{ ratio: '100.0' }, { ratio: '100.0' }]);
    expect(found.overlaps).toEqual([
      { from: '2018-07-01', to: '2018-11-30', days: 153, contracts: ['id-a', 'id-b'] },
      { from: '2018-12-01', to: '2018-12-10', days: 10, contracts: ['id-a', 'id-b', 'id-c'] },
      { from: '2018-12-11', to: '2018-12-31', days: 21, contracts: ['id-a', 'id-b'] },
    ]);
  });

  it('joins contracts that follow each other', () => {
    const found = computeCoverage(
      lineFacts([contractOn('2018-01-01', '2018-12-31'), contractOn('2019-01-01', '2019-12-31')]),
    );
    expect(found.gaps).toEqual([]);
    expect(found.spells).toHaveLength(2);
  });

  it('leaves out contracts it cannot place, and says why', () => {
    const found = computeCoverage(
      lineFacts([
        contractOn(null, '2018-05-31', { key: 'a' }),
        contractOn('2018-01-01', null, { key: 'b' }),
        contractOn('2018-01', '2018-05-31', { key: 'c' }),
        contractOn('2018-01-01', '2018-05', { key: 'd' }),
        contractOn('2018-05-01', '2018-12-31', { key: 'e', terminatedOn: '2018-04-30' }),
        contractOn('2018-01-01', null, { key: 'f', terminatedOn: '2018-03-31' }),
      ]),
    );
    expect(Object.fromEntries(found.excluded.map(({ contract, reason }) => [contract, reason]))).toEqual({
      'id-a': 'start_unknown',
      'id-b': 'end_unknown',
      'id-c': 'start_imprecise',
      'id-d': 'end_imprecise',
      'id-e': 'ends_before_start',
    });
    expect(found.spells.map(({ contract }) => contract)).toEqual(['id-f']);
  });

  it('adds up the residents of the contracts that ended before a hole', () => {
    const both = [
      contractOn('2018-01-01', '2018-05-31', { key: 'a', recipients: 80 }),
      contractOn('2018-03-01', '2018-05-31', { key: 'b', recipients: 40 }),
    ];
    expect(computeCoverage(lineFacts(both)).gaps).toMatchObject([{ recipientsAffected: 120 }]);
    const unknown = both.map((contract, i) => (i === 0 ? contract : { ...contract, recipients: null }));
    expect(computeCoverage(lineFacts(unknown)).gaps).toMatchObject([{ recipientsAffected: null }]);
  });

  it('has no days before the line began, and none without a first day', () => {
    expect(computeCoverage(lineFacts(undefined, { asOf: '2017-06-01' }))).toMatchObject({
      spells: [],
      gaps: [],
      years: [],
    });
    expect(computeCoverage(lineFacts(undefined, { since: null }))).toMatchObject({ gaps: [], years: [], overlaps: [] });
  });

  it('takes a draft to the last day of its year', () => {
    const facts = withDraft(lineFacts(), { start: '2020-01-01', end: '2020-05-31' });
    expect(computeCoverage(facts)).toMatchObject({
      asOf: '2020-12-31',
      knownUntil: '2020-12-31',
      gaps: [{}, { to: '2019-12-31', open: false }, { from: '2020-06-01', to: '2020-12-31', open: true }],
    });
    expect(
      withDraft(lineFacts(undefined, { category: ONE_OFF, knownUntil: null }), { start: null, end: null }),
    ).toMatchObject({
      asOf: '2019-12-31',
      knownUntil: null,
    });
  });
});

/** Contracts anywhere between 2016 and 2022, terminated now and then, some without an end. */
const contracts: fc.Arbitrary<LineContract[]> = fc
  .array(
    fc.record({
      start: fc.integer({ min: 0, max: 2_000 }),
      days: fc.integer({ min: 0, max: 500 }),
      cut: fc.option(fc.integer({ min: 0, max: 600 })),
      open: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map(({ start, days, cut, open }, i) => {
      const from = addDays('2016-06-01', start);
      const terminatedOn = cut === null ? null : addDays(from, cut);
      return contractOn(from, open && i % 4 === 0 ? null : addDays(from, days), { key: `c${i}`, terminatedOn });
    }),
  );

describe('whatever the contracts are', () => {
  const line = (some: readonly LineContract[], asOf: string) => lineFacts(some, { asOf, knownUntil: null });
  const day = fc.integer({ min: 0, max: 1_800 }).map((days) => addDays('2018-01-01', days));

  it('covered days and gap days are all days, and gaps are disjoint', () => {
    fc.assert(
      fc.property(contracts, day, (some, asOf) => {
        const { gaps, years, spells, since } = computeCoverage(line(some, asOf));
        const all = calendarDays(since ?? asOf, asOf);
        const free = gaps.reduce((sum, gap) => sum + gap.days, 0);
        expect(years.reduce((sum, year) => sum + year.days, 0)).toBe(all);
        expect(years.reduce((sum, year) => sum + year.contractedDays, 0) + free).toBe(all);
        gaps.forEach((gap, i) => {
          expect(gap.days).toBe(calendarDays(gap.from, gap.to));
          const next = gaps[i + 1];
          if (next !== undefined) expect(countDays(gap.to, next.from)).toBeGreaterThan(1);
          expect(spells.some(({ from, to }) => from <= gap.to && gap.from <= to)).toBe(false);
        });
      }),
    );
  });

  it('spells count their days twice only where overlaps say so', () => {
    fc.assert(
      fc.property(contracts, day, (some, asOf) => {
        const { spells, years, overlaps } = computeCoverage(line(some, asOf));
        const twice = overlaps.reduce((sum, { days, contracts: ids }) => sum + days * (ids.length - 1), 0);
        const counted = spells.reduce((sum, spell) => sum + spell.contractedDays, 0);
        expect(counted - twice).toBe(years.reduce((sum, year) => sum + year.contractedDays, 0));
      }),
    );
  });

  it('the order in which contracts are given changes nothing', () => {
    fc.assert(
      fc.property(contracts, day, fc.infiniteStream(fc.nat()), (some, asOf, random) => {
        const shuffled = some
          .map((contract) => ({ contract, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ contract }) => contract);
        expect(computeCoverage(line(shuffled, asOf))).toEqual(computeCoverage(line(some, asOf)));
      }),
    );
  });

  it('every contract is either placed, still ahead, or named as left out', () => {
    fc.assert(
      fc.property(contracts, day, (some, asOf) => {
        const { spells, excluded } = computeCoverage(line(some, asOf));
        const seen = new Set([...spells, ...excluded].map(({ contract }) => contract));
        for (const { id, window } of some) expect(seen.has(id) || (window.start ?? '') > asOf).toBe(true);
      }),
    );
  });
});
