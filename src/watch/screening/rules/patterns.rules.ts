import { sixDigits, type Ratio } from '../../statistics/exact.js';
import { computePriceGrid } from '../../statistics/price-grid.js';
import { equalStep, equalStepsP, roundedRatio, roundedSteps, roundedStepsP } from '../../statistics/price-patterns.js';
import { candidateGroups } from '../candidate-groups.js';
import { groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { isPriced, readPrice, viewMarket, type ViewLot } from '../market-view.js';
import type { GroupRule } from '../screening-types.js';
import { logFactorial, pooledP } from '../statistics/tails.js';
import { readDistances } from './price-rows.js';

const STEPS: RuleName = { id: 'N15', version: 1 };
const RATIO: RuleName = { id: 'N16', version: 1 };
const LEAST_LOTS = 3;
/** Differences of log ratios of other pairs that tell how often two agree by chance. */
const LEAST_DIFFERENCES = 50;

/**
 * Regular steps over lots: the p of C05 (equal steps, or steps or a ratio equal but for rounding) of the group's bids in
 * each lot, pooled. At three bids one lot says nothing; several together may.
 */
export const N15: GroupRule = {
  ...STEPS,
  triggers: true,
  screen: (market) => {
    const view = viewMarket(market);
    return candidateGroups(market)
      .filter(({ members }) => members.length >= 3)
      .map((group) => {
        const steps = groupLots(view, group).flatMap((one) => measureSteps(one, group.members) ?? []);
        if (steps.length < LEAST_LOTS)
          return mute(STEPS, view, group, { code: 'too_few_lots', seen: steps.length, needed: LEAST_LOTS }, true);
        const regular = steps.filter(({ p }) => p < 1);
        const found = {
          scope: toScope(group.members),
          members: group.members,
          lots: regular.map(({ one }) => one),
          n: steps.length,
          statistic: { name: 'regularLots', value: regular.length },
          figures: { lots: steps.length, regularLots: regular.length },
        };
        return toFinding(
          STEPS,
          found,
          pooledP(steps.map(({ p }) => p)),
          pooledP(steps.map(({ smallest }) => smallest)),
        );
      });
  },
};

function measureSteps(one: ViewLot, members: readonly string[]) {
  const prices = readPrices(one, members);
  if (prices === null) return null;
  const ascending = prices.map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const grid = computePriceGrid(ascending);
  const n = ascending.length;
  const cells = ((ascending[n - 1] ?? 0n) - (ascending[0] ?? 0n)) / grid + 1n;
  if (cells < BigInt(n)) return null;
  const smallest = toNumber(equalStepsP(n, cells));
  const numbers = ascending.map(Number);
  const rounded = roundedSteps(numbers, Number(grid)) || roundedRatio(numbers, Number(grid));
  const p = equalStep(ascending) !== null ? smallest : rounded ? toNumber(roundedStepsP(n, cells)) : 1;
  return { one, p, smallest };
}

/**
 * The same discount again and again: in three lots or more two firms' prices stand in one ratio, within what rounding
 * allows, whichever of them is the dearer. How often two honest ratios agree so closely is counted on the bids of the market.
 */
export const N16: GroupRule = {
  ...RATIO,
  triggers: true,
  screen: (market) => {
    const view = viewMarket(market);
    return candidateGroups(market).map((group) => {
      const pairs = group.members.flatMap((first, i) => group.members.slice(i + 1).map((second) => [first, second]));
      const lots = groupLots(view, group);
      const others = readDistances(view);
      const tests = pairs.flatMap(
        ([first = '', second = '']) =>
          testPair(
            lots.flatMap((one) => measureRatio(one, first, second) ?? []),
            others,
          ) ?? [],
      );
      const best = tests.sort((a, b) => a.p - b.p || b.same.length - a.same.length)[0];
      if (best === undefined) return mute(RATIO, view, group, { code: 'too_few_lots', needed: LEAST_LOTS }, true);
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots: best.same.map(({ one }) => one),
        n: best.lots,
        statistic: { name: 'sameRatio', value: best.same.length },
        figures: { lots: best.lots, sameRatio: best.same.length, chanceOfTwo: best.chance, pairs: tests.length },
      };
      return toFinding(RATIO, found, tests.length * best.p, tests.length * best.smallest);
    });
  },
};

/** Null where the two have too few lots with different prices, or the market too few pairs of others. */
function testPair(own: readonly PriceRatio[], others: readonly number[]) {
  if (own.length < LEAST_LOTS) return null;
  const tolerance = Math.max(...own.map((ratio) => ratio.tolerance));
  const chance = chanceOfAgreement(others, tolerance);
  if (chance === null) return null;
  const same = largestCluster(own, tolerance);
  return {
    same,
    chance,
    lots: own.length,
    p: clusterP(own.length, same.length, chance),
    smallest: clusterP(own.length, own.length, chance),
  };
}

interface PriceRatio {
  one: ViewLot;
  value: number;
  tolerance: number;
}

function measureRatio(one: ViewLot, first: string, second: string): PriceRatio | null {
  const prices = readPrices(one, [first, second]);
  if (prices === null) return null;
  const [a = 1, b = 1] = prices;
  // Where both stand at the ceiling, or agree, the ratio is no discount of one on the other.
  if (a === b) return null;
  const grid = Number(computePriceGrid(prices.map((price) => BigInt(price))));
  return { one, value: Math.abs(Math.log(a / b)), tolerance: Math.min(0.01, grid / Math.min(a, b)) };
}

function readPrices(one: ViewLot, members: readonly string[]): number[] | null {
  if (!isPriced(one)) return null;
  const prices = members.map((firm) => readPrice(one.bids.get(firm)));
  return prices.some((price) => price === null) ? null : (prices as number[]);
}

/**

 * Share of two of these ascending log ratios of other firms that agree; a little more, for what was not seen.
 */
function chanceOfAgreement(values: readonly number[], tolerance: number): number | null {
  const pairs = (values.length * (values.length - 1)) / 2;
  if (pairs < LEAST_DIFFERENCES) return null;
  let agree = 0;
  for (let i = 0, j = 0; j < values.length; j += 1) {
    while ((values[j] ?? 0) - (values[i] ?? 0) > tolerance) i += 1;
    agree += j - i;
  }
  return Math.min(1, (agree + 1) / (pairs + 1));
}

function largestCluster(ratios: readonly PriceRatio[], tolerance: number): PriceRatio[] {
  const sorted = ratios.toSorted((a, b) => a.value - b.value);
  let best: PriceRatio[] = [];
  for (const low of sorted) {
    const within = sorted.filter(({ value }) => value >= low.value && value <= low.value + tolerance);
    if (within.length > best.length) best = within;
  }
  return best;
}

/** P(some `size` of `lots` ratios agree with the lowest of them), from above: ways to choose them, times which is lowest. */
function clusterP(lots: number, size: number, chance: number): number {
  if (size < 2) return 1;
  const ways = logFactorial(lots) - logFactorial(size) - logFactorial(lots - size) + Math.log(size);
  return Math.min(1, Math.exp(ways + (size - 1) * Math.log(chance)));
}

function toNumber(p: Ratio): number {
  return Number(sixDigits(p));
}
