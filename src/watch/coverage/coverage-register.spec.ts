import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contractOn, lineFacts } from '../../../test/support/risk-facts.js';
import { addDays, toEpochDay } from '../../kernel/clock/plain-date.js';
import { computeCoverage } from './coverage.rules.js';
import type { LineContract, LineFacts } from '../facts/fact-types.js';
import type { LineRegister, Served } from './line-register.js';
import { computeUncoveredMonth } from './uncovered.rules.js';

const served = (from: string, to: string | null, people: number): Served => ({
  from: toEpochDay(from),
  to: to === null ? Infinity : toEpochDay(to),
  people,
});
const register = (people: readonly Served[], kept: readonly string[] = []): LineRegister => ({
  kept: new Set(kept),
  evidence: new Map(),
  served: people,
});

describe('whom a gap leaves alone', () => {
  const one = contractOn('2018-01-01', '2018-05-31', { key: 'a' });
  const affected = (line: LineFacts, known: LineRegister) =>
    computeCoverage(line, known).gaps.map((gap) => gap.recipientsAffected);

  it('is who was on the register on the day before', () => {
    const known = register([served('2018-01-01', null, 7), served('2018-02-01', '2018-05-31', 2)], ['id-a']);
    expect(affected(lineFacts([one]), known)).toEqual([9]);
    const left = register([served('2018-01-01', null, 7), served('2018-02-01', '2018-05-30', 2)], ['id-a']);
    expect(affected(lineFacts([one]), left)).toEqual([7]);
  });

  it('is nobody only where all who were served had left, and unknown where nobody was registered', () => {
    expect(affected(lineFacts([one]), register([served('2018-01-01', '2018-05-30', 3)], ['id-a']))).toEqual([0]);
    expect(affected(lineFacts([one]), register([], ['id-a']))).toEqual([null]);
    // Registered under what came before, or comes later: it says nothing of those served here.
    expect(affected(lineFacts([one]), register([served('2017-01-01', '2017-12-31', 3)], ['id-a']))).toEqual([null]);
    expect(affected(lineFacts([one]), register([served('2018-06-01', null, 3)], ['id-a']))).toEqual([null]);
  });

  it('adds what was counted of a contract carried out elsewhere, and is unknown where that is', () => {
    const elsewhere = contractOn('2018-03-01', '2018-05-31', { key: 'b', recipients: 40 });
    const known = register([served('2018-01-01', null, 7)], ['id-a']);
    expect(affected(lineFacts([one, elsewhere]), known)).toEqual([47]);
    expect(affected(lineFacts([one, { ...elsewhere, recipients: null }]), known)).toEqual([null]);
  });
});

describe('who is uncovered in a month', () => {
  const line = lineFacts(
    [contractOn('2018-01-01', '2018-05-20', { key: 'a' }), contractOn('2018-05-25', '2018-05-28')],
    {
      knownUntil: null,
    },
  );
  const known = register([served('2018-01-01', null, 7), served('2018-05-24', null, 1)], ['id-a']);

  it('counts its days without a contract, and everybody once', () => {
    expect(computeUncoveredMonth(line, known, '2018-05', '2019-01-01')).toEqual({
      month: '2018-05',
      asOf: '2018-05-31',
      expected: false,
      days: 31,
      uncoveredDays: 7,
      spells: [
        { from: '2018-05-21', to: '2018-05-24', days: 4, since: '2018-05-21' },
        { from: '2018-05-29', to: '2018-05-31', days: 3, since: '2018-05-29' },
      ],
      recipientsAffected: null,
      servedLast: ['2018-05-20'],
      absorbed: [],
      excluded: [],
    });
    const kept = { ...known, kept: new Set(['id-a', 'id-2018-05-25..2018-05-28']) };
    expect(computeUncoveredMonth(line, kept, '2018-05', '2019-01-01')).toMatchObject({
      recipientsAffected: 8,
      servedLast: ['2018-05-20', '2018-05-28'],
    });
    expect(computeUncoveredMonth(line, known, '2018-06', '2019-01-01').spells).toEqual([
      { from: '2018-06-01', to: '2018-06-30', days: 30, since: '2018-05-29' },
    ]);
  });

  it('is nobody where every day is covered, and unknown where there is no day', () => {
    expect(computeUncoveredMonth(line, known, '2018-04', '2019-01-01')).toMatchObject({
      uncoveredDays: 0,
      recipientsAffected: 0,
    });
    for (const [month, change] of [
      ['2017-12', {}],
      ['2018-09', { knownUntil: '2018-08-31' }],
      ['2018-09', { until: '2018-08-31' }],
      ['2018-09', { since: null }],
    ] as const)
      expect(computeUncoveredMonth({ ...line, ...change }, known, month, '2019-01-01')).toMatchObject({
        days: 0,
        uncoveredDays: null,
        recipientsAffected: null,
        spells: [],
      });
  });

  it('tells what lies ahead as what is expected, and stops at what the dataset knows', () => {
    expect(computeUncoveredMonth(line, known, '2030-02', '2019-01-01')).toMatchObject({
      expected: true,
      uncoveredDays: 28,
    });
    expect(computeUncoveredMonth({ ...line, knownUntil: '2018-06-10' }, known, '2018-06', '2019-01-01')).toMatchObject({
      asOf: '2018-06-10',
      expected: false,
      days: 10,
      uncoveredDays: 10,
    });
  });
});

const day = (base: string, span: number) => fc.nat({ max: span }).map((n) => addDays(base, n));
const someContract: fc.Arbitrary<LineContract> = fc
  .record({
    from: day('2018-01-01', 700),
    length: fc.nat({ max: 300 }),
    cut: fc.option(fc.nat({ max: 300 })),
  })
  .map(({ from, length, cut }) =>
    contractOn(from, addDays(from, length), { terminatedOn: cut === null ? null : addDays(from, cut) }),
  );
/** Days with a record; null where the contract has none. */
const someDays = fc.option(fc.uniqueArray(day('2018-01-01', 900), { maxLength: 40 }).map((days) => days.sort()));

describe('coverage, day by day', () => {
  /** As slow as it can be said: every day of every contract, one after another. */
  function slow(line: LineFacts) {
    const { since, until, asOf } = line;
    const running = (at: string) =>
      line.contracts.filter(({ window, terminatedOn }) => {
        const end = [window.end ?? '', terminatedOn ?? '9999'].sort()[0] ?? '';
        return (window.start ?? '') <= at && at <= end;
      });
    const days: { at: string; contracts: LineContract[] }[] = [];
    for (let at = since ?? ''; at <= asOf && at <= (until ?? '9999'); at = addDays(at, 1))
      days.push({ at, contracts: running(at) });
    return days;
  }

  it('is the same', () => {
    fc.assert(
      fc.property(
        fc
          .array(someContract, { maxLength: 6 })
          .map((all) => all.map((one, i) => ({ ...one, key: `k${i}`, id: `c${i}` }))),
        day('2017-06-01', 300),
        fc.option(day('2018-06-01', 900)),
        day('2018-01-01', 1_200),
        fc.array(someDays, { minLength: 6, maxLength: 6 }),
        (contracts, since, until, asOf, recorded) => {
          const line = lineFacts(contracts, { since, until, asOf, knownUntil: null });
          const days = slow(line);
          const evidence = contracts.flatMap(({ id }, i) => {
            const known = recorded[i] ?? null;
            return known === null ? [] : [[id, { days: known, promised: null }] as const];
          });
          const found = computeCoverage(line, { ...register([]), evidence: new Map(evidence) });
          const covered = (year: number) =>
            days.filter(({ at, contracts: on }) => at.startsWith(String(year)) && on.length > 0).length;
          for (const { year, days: all, contractedDays } of found.years)
            expect([all, contractedDays]).toEqual([
              days.filter(({ at }) => at.startsWith(String(year))).length,
              covered(year),
            ]);
          expect(found.gaps.reduce((sum, gap) => sum + gap.days, 0)).toBe(
            days.filter(({ contracts: on }) => on.length === 0).length,
          );
          for (const gap of found.gaps)
            for (const { at, contracts: on } of days)
              if (gap.from <= at && at <= gap.to) expect([at, on.length]).toEqual([at, 0]);
          for (const spell of found.spells) {
            const own = days.filter(({ contracts: on }) => on.some(({ id }) => id === spell.contract));
            const known = recorded[contracts.findIndex(({ id }) => id === spell.contract)] ?? null;
            expect(spell.contractedDays).toBe(own.length);
            expect(spell.evidencedDays).toBe(known && own.filter(({ at }) => known.includes(at)).length);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
