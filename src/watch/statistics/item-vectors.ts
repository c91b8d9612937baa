import { factorial, ONE, probability, smaller, times, type Ratio } from './exact.js';
import { hasCommonLine } from './price-patterns.js';
import { createRandom, shuffle, type Random, type Seed } from './random.js';

/** Prices of one bidder by item of the list, in fen. */
export interface ItemList {
  key: string;
  items: ReadonlyMap<string, number>;
}

export interface ItemMatch {
  /** The two bidders whose lists are tied most closely; null where no two lists are. */
  pair: readonly [string, string] | null;
  p: Ratio;
  /** The smallest p these lists could have given at all. */
  smallest: Ratio;
}

/** Orders of up to so many items are all tried; beyond that so many draws are made. */
const ALL_ORDERS_UP_TO = 7;
const DRAWS = 9_999;

/**
 * Whether one bidder's list is another's times a plus b (p = a·q + b). Two honest lists may well be proportional: both
 * took the same discount off the same ceiling list. So the null keeps the ratios p/q of the pair and deals them out to
 * the items anew: for proportional lists every deal fits (p = 1), while a sum added to each item is fitted by next to no
 * other. The p of the closest pair is multiplied by the number of pairs. Null where no two lists share four items.
 */
export function itemMatch(lists: readonly ItemList[], grid: number, seed: Seed): ItemMatch | null {
  if (lists.length < 2) return null;
  const ordered = [...lists].sort((a, b) => (a.key < b.key ? -1 : 1));
  const random = createRandom(seed);
  let pair: ItemMatch['pair'] = null;
  let best = ONE;
  let smallest = ONE;
  let pairs = 0n;
  ordered.forEach((left, i) => {
    for (const right of ordered.slice(i + 1)) {
      const [p, q] = common(left.items, right.items);
      if (p.length < 4) continue;
      pairs += 1n;
      smallest = smaller(computeSmallestChance(p.length), smallest);
      if (!affine(p, q, grid)) continue;
      const here = dealRatios(p, q, grid, random);
      if (pair === null || here.num * best.den < best.num * here.den) [pair, best] = [[left.key, right.key], here];
    }
  });
  if (pairs === 0n) return null;
  return { pair, p: times(best, pairs), smallest: times(smallest, pairs) };
}

function common(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): [number[], number[]] {
  const keys = [...left.keys()].filter((key) => right.has(key) && (right.get(key) ?? 0) > 0).sort();
  return [keys.map((key) => left.get(key) ?? 0), keys.map((key) => right.get(key) ?? 0)];
}

function affine(p: readonly number[], q: readonly number[], grid: number): boolean {
  return hasCommonLine(p.map((price, j) => ({ x: q[j] ?? 0, low: price - grid / 2, high: price + grid / 2 })));
}

function computeSmallestChance(items: number): Ratio {
  return items <= ALL_ORDERS_UP_TO ? probability(1n, factorial(items)) : probability(1n, BigInt(DRAWS + 1));
}

function dealRatios(p: readonly number[], q: readonly number[], grid: number, random: Random): Ratio {
  const ratios = p.map((price, j) => price / (q[j] ?? 1));
  const fits = (order: readonly number[]): boolean =>
    affine(
      order.map((from, j) => (ratios[from] ?? 0) * (q[j] ?? 0)),
      q,
      grid,
    );
  const order = ratios.map((_, j) => j);
  if (order.length <= ALL_ORDERS_UP_TO) {
    let hits = 0;
    for (const one of orders(order)) if (fits(one)) hits += 1;
    return probability(BigInt(Math.max(1, hits)), factorial(order.length));
  }
  let hits = 1;
  for (let draw = 0; draw < DRAWS; draw += 1) if (fits(shuffle([...order], random))) hits += 1;
  return probability(BigInt(hits), BigInt(DRAWS + 1));
}

function* orders(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const first of items) for (const rest of orders(items.filter((item) => item !== first))) yield [first, ...rest];
}
