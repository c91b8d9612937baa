import { describe, expect, it } from '@jest/globals';
import { findGradeBands, deriveGrade } from '../grades/grade.rules.js';
import {
  listLeaves,
  findWrongWeights,
  residentsWeigh,
  computeWeightShare,
  computeTotal,
  findUnscoredLeaves,
  WHOLE,
} from './scheme.rules.js';
import type { SchemeDimension, SchemeLeaf } from './scheme.rules.js';
import { TEMPLATES } from './scheme-templates.js';

/** Numbers that look drawn and are the same in every run. */
function drawn(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}
const text = (hundredths: number): string => (hundredths / 100).toFixed(2);

/** Parts of 100, at least 0.01 each. */
function parts(draw: (below: number) => number, n: number): string[] {
  const cuts = new Set<number>();
  while (cuts.size < n - 1) cuts.add(1 + draw(9_999));
  const edges = [0, ...[...cuts].sort((a, b) => a - b), 10_000];
  return edges.slice(1).map((edge, i) => text(edge - (edges[i] ?? 0)));
}

function tree(draw: (below: number) => number): SchemeDimension[] {
  const level = <T>(of: (weight: string) => T): T[] => parts(draw, 1 + draw(4)).map(of);
  const channels = ['indicators', 'third_party', 'residents'] as const;
  return level((weight) => ({
    name: 'd',
    weight,
    indicators: level((inner) => ({
      name: 'i',
      weight: inner,
      leaves: level((leaf) => ({
        name: 'l',
        weight: leaf,
        channel: channels[draw(3)] ?? 'residents',
        kind: 'outcome' as const,
        max: text(1 + draw(10_000)),
      })),
    })),
  }));
}
const full = (dimensions: readonly SchemeDimension[]) =>
  new Map(listLeaves(dimensions).map(({ code, max }) => [code, Math.round(Number(max) * 100)]));

describe('the weights of a scheme', () => {
  it('of a hundred drawn trees are whole at every level, and the leaves are the whole', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const dimensions = tree(drawn(seed));
      expect(findWrongWeights(dimensions)).toEqual([]);
      expect(listLeaves(dimensions).reduce((all, { share }) => all + share, 0n)).toBe(WHOLE);
    }
  });

  it('are refused where one hundredth is missing, at the level at which it is', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const dimensions = tree(drawn(seed));
      const [first] = dimensions;
      const leaf = first?.indicators[0]?.leaves[0] as SchemeLeaf;
      leaf.weight = text(Math.round(Number(leaf.weight) * 100) - 1);
      expect(findWrongWeights(dimensions).map(({ pointer }) => pointer)).toEqual(['/dimensions/0/indicators/0/leaves']);
      leaf.weight = text(Math.round(Number(leaf.weight) * 100) + 2);
      expect(findWrongWeights(dimensions)).toHaveLength(1);
    }
  });

  it('of nothing are not whole', () => {
    expect(findWrongWeights([]).map(({ pointer }) => pointer)).toEqual(['/dimensions']);
    expect(findWrongWeights([{ name: 'd', weight: '100', indicators: [] }]).map(({ pointer }) => pointer)).toEqual([
      '/dimensions/0/indicators',
    ]);
  });

  it('of the shipped schemes are whole, the residents weigh, and outcomes weigh at least thirty percent', () => {
    for (const { dimensions } of Object.values(TEMPLATES)) {
      expect(findWrongWeights(dimensions)).toEqual([]);
      expect(residentsWeigh(dimensions)).toBe(true);
      expect(Number(computeWeightShare(dimensions, ({ kind }) => kind === 'outcome'))).toBeGreaterThanOrEqual(30);
      expect(dimensions.map(({ name }) => name)).toHaveLength(7);
    }
  });
});

describe('the total', () => {
  it('is 100.00 where every leaf has all its points, 0.00 where none has any, whatever the tree', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const dimensions = tree(drawn(seed));
      const all = full(dimensions);
      expect(computeTotal(dimensions, all)).toBe('100.00');
      dimensions.forEach((_, d) => expect(computeTotal(dimensions, all, d)).toBe('100.00'));
      expect(computeTotal(dimensions, new Map([...all].map(([code]) => [code, 0])))).toBe('0.00');
    }
  });

  it('never falls when a leaf is given more, and lies between 0 and 100', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const draw = drawn(seed);
      const dimensions = tree(draw);
      const given = new Map([...full(dimensions)].map(([code, max]) => [code, draw(max + 1)]));
      const before = Number(computeTotal(dimensions, given));
      expect(before).toBeGreaterThanOrEqual(0);
      expect(before).toBeLessThanOrEqual(100);
      for (const [code, max] of full(dimensions))
        expect(Number(computeTotal(dimensions, new Map(given).set(code, max)))).toBeGreaterThanOrEqual(before);
    }
  });

  it('is rounded half up, once: two leaves of 50 with 80.00 and 80.01 of 100 are 80.01', () => {
    const leaf = (weight: string): SchemeLeaf => ({
      name: 'l',
      weight,
      channel: 'indicators',
      kind: 'process',
      max: '100',
    });
    const dimensions = [
      { name: 'd', weight: '100', indicators: [{ name: 'i', weight: '100', leaves: [leaf('50'), leaf('50')] }] },
    ];
    const given = (a: number, b: number) => new Map([['1.1.1', a], ['1.1.2', b]]); // prettier-ignore
    expect(computeTotal(dimensions, given(8000, 8001))).toBe('80.01');
    expect(computeTotal(dimensions, given(8000, 8000))).toBe('80.00');
    // A third of a point is not lost on the way: 1/3 + 2/3 of 3.
    const thirds = [{ name: 'd', weight: '100', indicators: [{ name: 'i', weight: '100', leaves: [{ ...leaf('100'), max: '3' }] }] }]; // prettier-ignore
    expect(computeTotal(thirds, new Map([['1.1.1', 100]]))).toBe('33.33');
    expect(computeTotal(thirds, new Map([['1.1.1', 200]]))).toBe('66.67');
  });

  it('wants every leaf, from 0 to its maximum', () => {
    const { dimensions } = TEMPLATES.ELDERLY_HOME_CARE;
    const all = full(dimensions);
    expect(findUnscoredLeaves(dimensions, all)).toEqual([]);
    expect(findUnscoredLeaves(dimensions, new Map([...all].filter(([code]) => code !== '2.1.1')))).toEqual(['2.1.1']);
    expect(findUnscoredLeaves(dimensions, new Map(all).set('1.1.1', 10_001))).toEqual(['1.1.1']);
    expect(findUnscoredLeaves(dimensions, new Map(all).set('1.1.1', -1))).toEqual(['1.1.1']);
  });
});

describe('the grade', () => {
  const of = (total: string, on = '2026-06-30', region: string | null = '990203') =>
    deriveGrade(total, findGradeBands(on, region));
  it('follows the bands, by the total as it is shown', () => {
    expect(['100.00', '90.00', '89.99', '80.00', '79.99', '60.00', '59.99', '0.00'].map((t) => of(t))).toEqual([
      'excellent',
      'excellent',
      'good',
      'good',
      'fair',
      'fair',
      'poor',
      'poor',
    ]);
  });

  it('cites the rule of its day and place; on a day without one the bands are a choice of ours', () => {
    expect(findGradeBands('2026-06-30', '990203').rule).toBe('EVAL-GRADE-MOF');
    expect(findGradeBands('2022-06-30', '440303').rule).toBe('EVAL-GRADE-SZ');
    expect(findGradeBands('2024-09-04', '440303').rule).toBe('EVAL-GRADE-SZ');
    expect(findGradeBands('2024-09-05', '440303').rule).toBe('EVAL-GRADE-MOF');
    expect(findGradeBands('2021-01-01', '440303').rule).toBe('EVAL-GRADE-MOF');
    expect(findGradeBands('2018-06-30', '990203')).toEqual({ from: [90, 80, 60], rule: null, basis: null });
  });
});
