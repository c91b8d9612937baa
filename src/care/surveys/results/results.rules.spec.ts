import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toldResponse, toldStrata, type Answered } from './results.rules.js';

const stratum = (community: string, answered: number, population = answered + 3): Answered => ({
  community,
  population,
  sampled: population,
  answers: Array.from({ length: answered }, () => [true]),
});

describe('who answered a survey', () => {
  it('leaves out strata from which nobody was drawn', () => {
    const none = { ...stratum('b', 0, 3), sampled: 0 };
    expect(toldStrata([stratum('a', 6, 9), none])).toEqual([
      { communities: ['a'], population: 9, sampled: 9, answered: 6, responseRate: '66.7' },
    ]);
  });

  it('gives back no number between one and four by subtracting', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(14), { minLength: 1, maxLength: 6 }), (numbers) => {
        const strata = numbers.map((answered, i) => stratum(String(i), answered));
        const { answered } = toldResponse(strata);
        const parts = toldStrata(strata)?.map((group) => group.answered);
        for (const count of parts ?? []) expect(count === 0 || count >= 5).toBe(true);
        const total = numbers.reduce((sum, n) => sum + n, 0);
        expect(answered).toBe(total > 0 && total < 5 ? null : total);
        // The parts are the whole: what is not told apart leaves no rest.
        expect(parts === undefined ? null : parts.reduce((sum, n) => sum + n, 0)).toBe(answered);
      }),
      { seed: 20_251_103, numRuns: 300 },
    );
  });
});
