import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { estimateShare, type Estimate } from './estimate.rules.js';
import type { Answered } from './results.rules.js';
import { toldShares, type Withheld } from './shares.rules.js';
import type { Question } from '../survey-types.js';

const text = { zh: '题目', en: null };
const scale: Question = { kind: 'scale', text, options: [] };
const choice: Question = { kind: 'choice', text, options: [text, text, text, text] };
const yesNo: Question = { kind: 'yes_no', text, options: [] };

/** One stratum, from which these values were answered to one question. */
const stratum = (community: string, population: number, ...values: (number | boolean)[]): Answered => ({
  community,
  population,
  sampled: population,
  answers: values.map((value) => [value]),
});
const many = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);

const withheld = (reason: Withheld) => ({ answers: null, withheld: reason });

describe('what was answered to a question', () => {
  it('weighs strata by their people and not by their answers', () => {
    // 400 of 500 with yes in nine of ten, 100 with yes in five of ten: 0.8 × 90 + 0.2 × 50.
    const strata = [
      stratum('a', 400, ...many(45, true), ...many(5, false)),
      stratum('b', 100, ...many(25, true), ...many(25, false)),
    ];
    const { answers } = toldShares(strata, yesNo, 0);
    expect(answers?.map((s) => [s.values, s.count, s.estimate?.share])).toEqual([
      [['true'], 70, '82.0'],
      [['false'], 30, '18.0'],
    ]);
  });

  it('tells nothing of fewer than ten answers', () => {
    expect(toldShares([stratum('a', 40, ...many(9, true))], yesNo, 0)).toEqual(withheld('few_answers'));
    expect(toldShares([stratum('a', 40, ...many(4, true), ...many(5, false))], yesNo, 0)).toEqual(
      withheld('few_answers'),
    );
  });

  it('of fewer than 20 answers does not tell whether all or all but a few were alike', () => {
    for (const no of [0, 1, 2, 3, 4])
      expect(toldShares([stratum('a', 40, ...many(19 - no, true), ...many(no, false))], yesNo, 0)).toEqual(
        withheld('all_or_nothing'),
      );
  });

  it('of 20 answers or more says that at least 95 % were alike, the same whether one was not', () => {
    const told = (yes: number, no: number) =>
      toldShares([stratum('a', 40, ...many(yes, true), ...many(no, false))], yesNo, 0);
    expect(told(20, 0).answers?.map((s) => [s.values, s.count, s.estimate?.bound, s.estimate?.share])).toEqual([
      [['true'], null, 'at_least', '95.0'],
      [['false'], null, 'at_most', '5.0'],
    ]);
    expect(told(19, 1)).toEqual(told(20, 0));
    expect(told(18, 2)).toEqual(withheld('all_or_nothing'));
    const low = told(20, 0).answers?.[0]?.estimate?.low;
    // Of forty, nineteen of twenty: by hand the lower end of Wilson's interval on an effective sample of 37.
    const one = estimateShare([{ key: '', population: 40, sampled: 40, answered: 20, yes: 19 }]) as Estimate;
    expect(low).toBe(one.low);
    expect(told(0, 20).answers?.[0]).toMatchObject({ values: ['false'], estimate: { bound: 'at_least' } });
  });

  it('joins steps of a scale where nearly all gave one of two', () => {
    const told = toldShares([stratum('a', 60, ...many(2, 4), ...many(28, 5))], scale, 0);
    expect(told.answers?.map((s) => [s.values.join(), s.estimate?.bound])).toEqual([
      ['4,5', 'at_least'],
      ['1', 'at_most'],
      ['2', 'at_most'],
      ['3', 'at_most'],
    ]);
    expect(toldShares([stratum('a', 60, 1, ...many(2, 4), ...many(27, 5))], scale, 0)).toEqual(told);
    expect(toldShares([stratum('a', 60, ...many(3, 1), ...many(27, 5))], scale, 0)).toEqual(withheld('all_or_nothing'));
  });

  it('joins strata where one to four gave an answer, and says by how much that may be off', () => {
    // One no in a, five in b. Told by weights of 100 and 900 the share of no would be 11.4: no other numbers give it.
    const a = stratum('a', 100, ...many(6, true), false);
    const strata = [a, stratum('b', 900, ...many(40, true), ...many(5, false))];
    const [, no] = toldShares(strata, yesNo, 0).answers ?? [];
    expect([no?.count, no?.estimate?.share]).toEqual([6, '11.5']);
    // Seven of 52 answers are for a tenth of the people: at most 3.46 points either way.
    const alone = estimateShare([{ key: '', population: 1000, sampled: 1000, answered: 52, yes: 6 }]) as Estimate;
    expect(no?.estimate).toMatchObject({
      low: (Number(alone.low) - 3.46).toFixed(1),
      high: (Number(alone.high) + 3.46).toFixed(1),
    });
  });

  it('estimates nothing where joining would change the weights by more than a tenth', () => {
    const strata = [stratum('a', 80, ...many(9, true), false), stratum('b', 20, ...many(5, true), ...many(5, false))];
    const { answers, withheld: why } = toldShares(strata, yesNo, 0);
    expect(answers?.map((s) => [s.count, s.estimate])).toEqual([
      [14, null],
      [6, null],
    ]);
    expect(why).toBe('few_of_stratum');
  });

  it('adds what joining hides to the interval, so that the true share is inside however the strata differ', () => {
    // Everybody answered in a, few in b, and b thinks otherwise.
    const strata = [stratum('a', 95, ...many(95, true)), stratum('b', 10, ...many(3, true), ...many(6, false))];
    const [yes] = toldShares(strata, yesNo, 0).answers ?? [];
    expect(Number(yes?.estimate?.low)).toBeLessThan((100 * (95 + 10 / 3)) / 105);
    expect(Number(yes?.estimate?.high)).toBeGreaterThan((100 * (95 + 10 / 3)) / 105);
  });

  it('does not let two figures tell that a whole community answered alike', () => {
    // 20 of a said yes, 10 of b and 10 did not: by the weights of 20 and 80 the share would give back all of a.
    const strata = [stratum('a', 20, ...many(20, true)), stratum('b', 80, ...many(10, true), ...many(10, false))];
    const { answers } = toldShares(strata, yesNo, 0);
    expect(answers?.map((s) => [s.count, s.estimate])).toEqual([
      [30, null],
      [10, null],
    ]);
  });

  /**
   * Who holds all that is told of a question tries every table of communities and answers that fits it. For nobody is there
   * one answer left that he must have given: in no community do all tables agree that everybody said the same. And each
   * number of one to four could have been another.
   */
  it('leaves open what any one person answered', () => {
    let [small, alike] = [0, 0];
    const cell = fc.record({ answered: fc.integer({ min: 5, max: 22 }), no: fc.nat(22), more: fc.nat(200) });
    const near = fc.record({ answered: fc.integer({ min: 5, max: 22 }), no: fc.nat(2), more: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(fc.oneof(cell, near), { minLength: 1, maxLength: 2 }), (cells) => {
        const tell = (nos: readonly number[]): string => {
          const strata = cells.map(({ answered, more }, i) => {
            const no = nos[i] ?? 0;
            return stratum(String(i), answered + more, ...many(answered - no, true), ...many(no, false));
          });
          return JSON.stringify(toldShares(strata, yesNo, 0));
        };
        const truth = cells.map(({ no, answered }) => Math.min(no, answered));
        const told = tell(truth);
        const fits = cells
          .reduce<number[][]>(
            (found, { answered }) =>
              found.flatMap((nos) => Array.from({ length: answered + 1 }, (_, n) => [...nos, n])),
            [[]],
          )
          .filter((nos) => tell(nos) === told);
        cells.forEach(({ answered }, i) => {
          const numbers = new Set(fits.map((nos) => nos[i]));
          const no = truth[i] ?? 0;
          if (no === 0 || no === answered) {
            alike += 1;
            expect(numbers.size).toBeGreaterThan(1);
          } else if (no < 5 || answered - no < 5) {
            small += 1;
            expect(numbers.size).toBeGreaterThan(1);
          }
        });
      }),
      { seed: 20_251_103, numRuns: 60 },
    );
    expect(Math.min(small, alike)).toBeGreaterThan(10);
  });

  it('of a scale leaves open what any one person answered', () => {
    const values = [1, 2, 3, 4, 5];
    const tables = (total: number): number[][] =>
      values.reduce<number[][]>(
        (found, _, i) =>
          found.flatMap((counts) => {
            const rest = total - counts.reduce((sum, n) => sum + n, 0);
            return i === 4 ? [[...counts, rest]] : Array.from({ length: rest + 1 }, (__, n) => [...counts, n]);
          }),
        [[]],
      );
    for (const total of [10, 20]) {
      const fits = new Map<string, number[][]>();
      for (const counts of tables(total)) {
        const given = counts.flatMap((n, i) => many(n, i + 1));
        const told = JSON.stringify(toldShares([stratum('a', 30, ...given)], scale, 0));
        fits.set(told, [...(fits.get(told) ?? []), counts]);
      }
      expect(fits.size).toBeGreaterThan(5);
      for (const found of fits.values())
        for (let value = 0; value < 5; value += 1) expect(found.every((counts) => counts[value] === total)).toBe(false);
    }
  });

  it('tells no count of one to four, and counts that are the whole', () => {
    const few = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 24 });
    fc.assert(
      fc.property(fc.array(few, { minLength: 1, maxLength: 6 }), fc.constantFrom(scale, choice), (groups, question) => {
        const strata = groups.map((values, i) => stratum(String(i), values.length + 3, ...values));
        const counts = toldShares(strata, question, 0).answers?.map(({ count }) => count) ?? [];
        const known = counts.filter((count) => count !== null);
        for (const count of known) expect(count === 0 || count >= 5).toBe(true);
        expect([0, counts.length]).toContain(known.length);
        if (known.length > 0) expect(known.reduce((sum, n) => sum + n, 0)).toBe(groups.flat().length);
      }),
      { seed: 20_251_103, numRuns: 300 },
    );
  });
});
