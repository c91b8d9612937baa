import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { allocate, drawSample, computeDrawPlace } from './sampling.rules.js';

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('a sample is laid out over its strata', () => {
  it.each<[string, number[], number, number[]]>([
    ['in proportion', [50, 30, 20], 10, [5, 3, 2]],
    // 7 × 50/100 = 3.5, 7 × 30/100 = 2.1, 7 × 20/100 = 1.4: the seat left over goes to .5.
    ['by the largest remainder', [50, 30, 20], 7, [4, 2, 1]],
    ['among equal remainders to the first', [10, 10, 10], 4, [2, 1, 1]],
    ['with one of each where there is room', [96, 2, 2], 5, [3, 1, 1]],
    ['without one of each where there is none', [96, 2, 2], 2, [2, 0, 0]],
    ['whole, where all are asked', [3, 2], 9, [3, 2]],
  ])('%s', (_, populations, size, expected) => {
    expect(allocate(populations, size)).toEqual(expected);
  });

  it('never asks more than there are, nor another number than was said', () => {
    const strata = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(strata, fc.integer({ min: 1, max: 2000 }), (populations, size) => {
        const given = allocate(populations, size);
        const whole = Math.min(size, sum(populations));
        expect(sum(given)).toBe(whole);
        expect(given.every((n, i) => n >= 0 && n <= (populations[i] ?? 0))).toBe(true);
        if (whole >= populations.length) expect(Math.min(...given)).toBeGreaterThanOrEqual(1);
      }),
      { seed: 20_251_103, numRuns: 300 },
    );
  });
});

describe('a draw', () => {
  const seed = 'a'.repeat(64);
  const members = Array.from({ length: 40 }, (_, i) => ({
    id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    community: i % 4 === 0 ? null : `c${i % 2}`,
  }));

  it('is repeated by whoever knows the seed and the recipients, in whatever order they are told', () => {
    const { strata, drawn } = drawSample(seed, members, 12);
    expect(drawSample(seed, members.toReversed(), 12)).toEqual({ strata, drawn });
    // By hand: the same from nothing but SHA-256.
    for (const { community, sampled } of strata) {
      const order = members
        .filter((m) => m.community === community)
        .map((m) => [createHash('sha256').update(`${seed}\n${m.id}`).digest('hex'), m.id] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, id]) => id);
      expect(order.map((id) => drawn.has(id))).toEqual(order.map((_, i) => i < sampled));
    }
  });

  it('is another with another seed', () => {
    const { drawn } = drawSample(seed, members, 12);
    expect(drawSample('b'.repeat(64), members, 12).drawn).not.toEqual(drawn);
    expect(computeDrawPlace(seed, 'ABC')).toBe(computeDrawPlace(seed, 'abc'));
  });

  it('draws everybody alike: over a thousand seeds each of forty is asked in three of ten', () => {
    const times = new Map<string, number>();
    for (let i = 0; i < 1000; i++)
      for (const id of drawSample(String(i), members, 12).drawn) times.set(id, (times.get(id) ?? 0) + 1);
    // 300 expected, a standard deviation of 14.5.
    expect(Math.min(...times.values())).toBeGreaterThan(240);
    expect(Math.max(...times.values())).toBeLessThan(360);
    expect(times.size).toBe(40);
  });
});
