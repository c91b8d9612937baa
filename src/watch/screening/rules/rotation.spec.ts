import { describe, expect, it } from '@jest/globals';
import { PLAIN } from '../../../../bench/detection/markets.js';
import { plantedMarket, type Turns } from '../../../../bench/detection/schemes.js';
import { createRandom } from '../../statistics/random.js';
import { emptyBaseline } from '../baseline.rules.js';
import { N02 } from './rotation.rules.js';

const BASELINE = emptyBaseline('5e'.repeat(32));
const MARKETS = 60;
/** What a ring that meets in sixteen lots is judged at in most markets. */
const LEVEL = 0.003;

/** In how many markets the awards of a ring of three are found to be in order. */
function countFound(turns: Turns): number {
  const seeds = Array.from({ length: MARKETS }, (_, n) => (n + 16).toString(16).repeat(32));
  return seeds.filter((seed) => {
    const scheme = { name: 'rotation', members: 3, lots: 16, turns } as const;
    const { lots, ring } = plantedMarket({ ...PLAIN, law: 'fixed price' }, scheme, createRandom(seed));
    const own = N02.screen(lots, BASELINE, seed).find(({ members }) => members.join() === ring.toSorted().join());
    return (own?.p ?? 1) <= LEVEL;
  }).length;
}

describe('rotation of three over sixteen lots (N02)', () => {
  it.each<[Turns, number]>([
    ['steady', 60],
    ['broken', 55],
    ['passed over', 54],
    ['between', 48],
  ])('with turns %s is found in at least %i of 60 markets', (turns, least) => {
    expect(countFound(turns)).toBeGreaterThanOrEqual(least);
  });

  it('is found in none where who wins is drawn', () => {
    expect(countFound('random')).toBeLessThanOrEqual(1);
  });
});
