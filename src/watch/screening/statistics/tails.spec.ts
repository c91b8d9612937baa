import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../statistics/random.js';
import { permutationP, rankSumP, smallestRankSumP } from './rank-sum.js';
import { fitShift } from './score-model.js';
import { hypergeometricTail, normalTail, poissonBinomialTail, pooledP, stratifiedTail, studentTail } from './tails.js';
import { firmVariance, removeFirmEffects } from './two-way.js';

describe('tail probabilities', () => {
  it('agree with tables', () => {
    expect(normalTail(1.959964)).toBeCloseTo(0.025, 7);
    expect(normalTail(-1.959964)).toBeCloseTo(0.975, 7);
    expect(studentTail(2.228, 10)).toBeCloseTo(0.025, 3);
    expect(studentTail(3.169, 10)).toBeCloseTo(0.005, 3);
    expect(studentTail(-2.228, 10)).toBeCloseTo(0.975, 3);
  });

  it('count without replacement: four of four marked cards among eight come once in seventy', () => {
    expect(hypergeometricTail(4, 4, 4, 8)).toBeCloseTo(1 / 70, 12);
    expect(hypergeometricTail(0, 4, 4, 8)).toBe(1);
    expect(hypergeometricTail(1, 1, 1, 1)).toBe(1);
  });

  it('count without replacement in several places: what happens once in seventy in each happens once in 4 900 in both', () => {
    const one = { drawn: 4, marked: 4, all: 8 };
    expect(stratifiedTail(8, [one, one])).toBeCloseTo(1 / 4900, 12);
    expect(stratifiedTail(3, [{ drawn: 5, marked: 6, all: 20 }])).toBeCloseTo(hypergeometricTail(3, 5, 6, 20), 12);
    // Where all that is there was taken, a mark says nothing.
    expect(stratifiedTail(5, [{ drawn: 5, marked: 5, all: 5 }])).toBe(1);
    expect(stratifiedTail(0, [])).toBe(1);
    expect(stratifiedTail(1, [])).toBe(0);
  });

  it('count events of unequal chances', () => {
    expect(poissonBinomialTail(2, [0.5, 0.5])).toBeCloseTo(0.25, 12);
    expect(poissonBinomialTail(1, [0.1, 0.2])).toBeCloseTo(1 - 0.9 * 0.8, 12);
    expect(poissonBinomialTail(0, [])).toBe(1);
    expect(poissonBinomialTail(1, [])).toBe(0);
  });

  it('pool p-values by Fisher: one stays as it is, two of 0.1 give 0.056', () => {
    expect(pooledP([0.03])).toBeCloseTo(0.03, 12);
    expect(pooledP([0.1, 0.1])).toBeCloseTo(0.01 * (1 - Math.log(0.01)), 12);
    expect(pooledP([1, 1, 1])).toBeCloseTo(1, 12);
  });

  it('rank a sample above all others at the smallest p that the sizes allow', () => {
    const others = Array.from({ length: 30 }, (_, i) => i);
    expect(rankSumP([100, 101, 102, 103, 104, 105], others)).toBe(smallestRankSumP(6, 30));
    expect(rankSumP([-1, -2, -3, -4, -5, -6], others)).toBeGreaterThan(0.999);
    expect(rankSumP([1, 1, 1], [1, 1, 1])).toBe(1);
  });

  it('permute until the answer is clear, the same for the same seed', () => {
    const seed = 'ab'.repeat(16);
    expect(permutationP(0.5, (random) => random(), seed)).toBeCloseTo(0.5, 0);
    expect(permutationP(2, (random) => random(), seed)).toBe(1 / 20_000);
    expect(permutationP(0.9, (random) => random(), seed)).toBe(permutationP(0.9, (random) => random(), seed));
  });
});

describe('the score model', () => {
  const random = createRandom('0f'.repeat(32));
  const draw = (): number => random() + random() + random() + random() - 2;
  const firms = Array.from({ length: 12 }, (_, i) => `f${i}`);
  const rows = Array.from({ length: 60 }, (_, at) => {
    const bidders =
      at < 12 ? firms.slice(0, 3) : [0, 1, 2, 3].map((k) => firms[(at * 5 + k * 7 + (at % 3)) % 12] ?? '');
    const own = [...new Set(bidders)];
    const panel = 4 * draw();
    return {
      buyer: null,
      served: new Set<string>(),
      firms: own,
      values: own.map((firm) => 70 + Number(firm.slice(1)) + panel + 3 * draw()),
    };
  });
  const shared = new Set(Array.from({ length: 12 }, (_, i) => i));

  it('finds the shift that was put in, within its own doubt', () => {
    const moved = rows.map((row, at) =>
      shared.has(at) ? { ...row, values: row.values.map((value) => value - 6) } : row,
    );
    const members = new Set(firms.slice(0, 3));
    const [none, six] = [fitShift(rows, members, shared), fitShift(moved, members, shared)];
    expect(Math.abs(none?.shift ?? 99)).toBeLessThan(2.5 * (none?.error ?? 0));
    expect((none?.shift ?? 0) - (six?.shift ?? 0)).toBeCloseTo(6, 6);
    expect(six?.error).toBeCloseTo(none?.error ?? 0, 9);
  });

  it('says nothing of too few scores', () => {
    expect(fitShift(rows.slice(0, 2), new Set(firms), new Set())).toBeNull();
  });

  it('removes what firms have in common, and sees that they have', () => {
    const left = removeFirmEffects([
      { firms: ['a', 'b'], values: [1, 3] },
      { firms: ['a', 'b'], values: [11, 13] },
    ]).flat();
    for (const value of left) expect(value).toBeCloseTo(0, 9);
    expect(firmVariance(rows)?.f).toBeGreaterThan(3);
  });
});
