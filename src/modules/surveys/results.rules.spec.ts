import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toldResponse, toldShares, toldStrata, type Answered } from './results.rules.js';
import type { Question } from './survey.types.js';

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
    // 80 of 100 with yes in nine of ten, 20 with yes in five of ten: 0.8 × 90 + 0.2 × 50.
    const strata = [stratum('a', 80, ...many(9, true), false), stratum('b', 20, ...many(5, true), ...many(5, false))];
    const shares = toldShares(strata, yesNo, 0);
    expect(shares?.map((s) => [s.values, s.count, s.estimate?.share])).toEqual([
      [['true'], 14, '82.0'],
      [['false'], 6, '18.0'],
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
