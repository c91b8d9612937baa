import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { estimateShare, type Estimate } from './estimate.rules.js';
import { toldResponse, toldShares, toldStrata, type Answered } from './results.rules.js';
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

describe('what a survey came to', () => {
  it('weighs strata by their people and not by their answers', () => {
    // 400 of 500 with yes in nine of ten, 100 with yes in five of ten: 0.8 × 90 + 0.2 × 50.
    const strata = [
      stratum('a', 400, ...many(45, true), ...many(5, false)),
      stratum('b', 100, ...many(25, true), ...many(25, false)),
    ];
    const shares = toldShares(strata, yesNo, 0);
    expect(shares?.map((s) => [s.values, s.count, s.estimate?.share])).toEqual([
      [['true'], 70, '82.0'],
      [['false'], 30, '18.0'],
    ]);
  });

  it('tells nothing of a question to which all but a few answered alike', () => {
    expect(toldShares([stratum('a', 40, ...many(36, true), ...many(2, false))], yesNo, 0)).toEqual([
      { values: ['true', 'false'], count: 38, estimate: null },
    ]);
  });

  it('estimates nothing from fewer than ten answers', () => {
    const shares = toldShares([stratum('a', 40, ...many(9, true))], yesNo, 0);
    expect(shares?.map((s) => [s.count, s.estimate])).toEqual([
      [9, null],
      [0, null],
    ]);
  });

  it('joins strata where one to four gave an answer, and says by how much that may be off', () => {
    // One no in a, five in b. Told by weights of 100 and 900 the share of no would be 11.4: no other numbers give it.
    const a = stratum('a', 100, ...many(6, true), false);
    const strata = [a, stratum('b', 900, ...many(40, true), ...many(5, false))];
    const [, no] = toldShares(strata, yesNo, 0) ?? [];
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
    expect(toldShares(strata, yesNo, 0)?.map((s) => [s.count, s.estimate])).toEqual([
      [14, null],
      [6, null],
    ]);
  });

  it('adds what joining hides to the interval, so that the true share is inside however the strata differ', () => {
    // Everybody answered in a, few in b, and b thinks otherwise.
    const strata = [stratum('a', 95, ...many(95, true)), stratum('b', 10, ...many(3, true), ...many(6, false))];
    const [yes] = toldShares(strata, yesNo, 0) ?? [];
    expect(Number(yes?.estimate?.low)).toBeLessThan((100 * (95 + 10 / 3)) / 105);
    expect(Number(yes?.estimate?.high)).toBeGreaterThan((100 * (95 + 10 / 3)) / 105);
  });

  /** Who tries every table that fits all that is told finds more than one number for each cell of one to four. */
  it('gives back no cell of one to four by solving the weighted share', () => {
    let small = 0;
    const cell = fc.record({
      answered: fc.integer({ min: 5, max: 14 }),
      no: fc.nat(5),
      more: fc.integer({ min: 1, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 3 }), (cells) => {
        const survey = (nos: readonly number[]) =>
          cells.map(({ answered, more }, i) => ({
            ...stratum(
              String(i),
              answered + more,
              ...many(answered - (nos[i] ?? 0), true),
              ...many(nos[i] ?? 0, false),
            ),
            sampled: answered + 3,
          }));
        const truth = cells.map(({ no, answered }) => Math.min(no, answered));
        const told = JSON.stringify(toldShares(survey(truth), yesNo, 0));
        const fits = cells
          .reduce<number[][]>(
            (found, { answered }) =>
              found.flatMap((nos) => Array.from({ length: answered + 1 }, (_, n) => [...nos, n])),
            [[]],
          )
          .filter((nos) => JSON.stringify(toldShares(survey(nos), yesNo, 0)) === told);
        truth.forEach((no, i) => {
          if (no === 0 || no >= 5) return;
          small += 1;
          expect(new Set(fits.map((nos) => nos[i])).size).toBeGreaterThan(1);
        });
      }),
      { seed: 20_251_103, numRuns: 60 },
    );
    expect(small).toBeGreaterThan(50);
  });

  it('leaves out strata from which nobody was drawn', () => {
    const none = { ...stratum('b', 3), sampled: 0 };
    expect(toldStrata([stratum('a', 9, ...many(6, true)), none])).toEqual([
      { communities: ['a'], population: 9, sampled: 9, answered: 6, responseRate: '66.7' },
    ]);
  });

  /** Whoever holds everything that is told about who answered, and about one question, subtracts one from another. */
  it('gives back no number between one and four by subtracting', () => {
    const few = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 14 });
    fc.assert(
      fc.property(fc.array(few, { minLength: 1, maxLength: 6 }), fc.constantFrom(scale, choice), (groups, question) => {
        const strata = groups.map((values, i) => stratum(String(i), values.length + 3, ...values));
        const { answered } = toldResponse(strata);
        const told = [
          ...(toldStrata(strata) ?? []).map((s) => s.answered),
          ...(toldShares(strata, question, 0) ?? []).map((s) => s.count),
        ];
        for (const count of told) expect(count === 0 || count >= 5).toBe(true);
        const total = groups.flat().length;
        expect(answered).toBe(total > 0 && total < 5 ? null : total);
        // The parts are the whole: what is not told apart leaves no rest.
        for (const parts of [
          toldStrata(strata)?.map((s) => s.answered),
          toldShares(strata, question, 0)?.map((s) => s.count),
        ])
          expect(parts === undefined ? null : parts.reduce((a, b) => a + b, 0)).toBe(answered);
      }),
      { seed: 20_251_103, numRuns: 300 },
    );
  });
});
