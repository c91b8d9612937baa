import { sixDigits, type Ratio } from '../../statistics/exact.js';
import { computePriceGrid } from '../../statistics/price-grid.js';
import { equalStep, equalStepsP, roundedRatio, roundedSteps, roundedStepsP } from '../../statistics/price-patterns.js';
import { groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import { isPriced, readPrice, type MarketView, type ViewLot } from '../market-view.js';
import { logFactorial, pooledP } from '../statistics/tails.js';
import { LEAST_REFERENCE, readDistances, readLadders, toLadder, type Ladders } from './price-rows.js';

const STEPS: RuleName = { id: 'N15', version: 2 };
const RATIO: RuleName = { id: 'N16', version: 3 };
const LEAST_LOTS = 3;
/** Differences of log ratios of other pairs that tell how often two agree by chance. */
const LEAST_DIFFERENCES = 50;

/**
 * Regular steps over lots: the p of C05 (equal steps, or steps or a ratio equal but for rounding) of the group's bids in
 * each lot, pooled. At three bids one lot says nothing; several together may.
 */
export const N15 = judgeGroups(STEPS, {
  leastMembers: 3,
  prepare:
    ({ view }) =>
    (group) => {
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
      return toFinding(STEPS, found, pooledP(steps.map(({ p }) => p)), pooledP(steps.map(({ smallest }) => smallest)));
    },
});

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
 * allows, whichever of them is the dearer; or all prices of the group stand at the same distances from each other. How often
 * honest ratios, and honest sets of distances, agree so closely is counted on the bids of the market. Both looks have half of
 * the level.
 */
export const N16 = judgeGroups(RATIO, {
  prepare:
    ({ view }) =>
    (group) => {
      const lots = groupLots(view, group);
      const pairs = testPairs(view, group.members, lots);
      const whole = testWhole(view, group.members, lots);
      const tests = [...pairs, ...(whole === null ? [] : [whole])];
      if (tests.length === 0) return mute(RATIO, view, group, { code: 'too_few_lots', needed: LEAST_LOTS }, true);
      const looks = whole === null || pairs.length === 0 ? 1 : 2;
      const weighed = tests.map((test) => ({ ...test, p: looks * test.p, smallest: looks * test.smallest }));
      const best = weighed.sort((a, b) => a.p - b.p || b.same.length - a.same.length)[0] ?? weighed[0];
      const smallest = Math.min(...weighed.map((test) => test.smallest));
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots: (best?.same ?? []).map(({ one }) => one),
        n: best?.lots ?? 0,
        statistic: { name: 'sameRatio', value: best?.same.length ?? 0 },
        figures: {
          lots: best?.lots ?? 0,
          sameRatio: best?.same.length ?? 0,
          chanceOfTwo: best?.chance ?? null,
          pairs: pairs.length,
          members: best?.members ?? 2,
        },
      };
      return toFinding(RATIO, found, best?.p ?? 1, smallest);
    },
});

interface Test {
  same: readonly { one: ViewLot }[];
  /** That two honest lots agree so closely. */
  chance: number;
  lots: number;
  /** How many firms' prices were compared. */
  members: number;
  p: number;
  smallest: number;
}

/** Every two members with three lots or more with different prices, each at its share of the level. */
function testPairs(view: MarketView, members: readonly string[], lots: readonly ViewLot[]): Test[] {
  const others = readDistances(view);
  const tests = members.flatMap((first, i) =>
    members.slice(i + 1).flatMap((second) => {
      const ratios = lots.flatMap((one) => measureRatio(one, first, second) ?? []);
      return testAgreement(ratios, (tolerance) => chanceOfAgreement(others, tolerance), 2) ?? [];
    }),
  );
  return tests.map((test) => ({ ...test, p: tests.length * test.p, smallest: tests.length * test.smallest }));
}

/** All prices of three members or more at once. */
function testWhole(view: MarketView, members: readonly string[], lots: readonly ViewLot[]): Test | null {
  if (members.length < 3) return null;
  const own = lots.flatMap((one) => measureLadder(one, members) ?? []);
  if (own.length < LEAST_LOTS) return null;
  const others = readLadders(view, members.length);
  if (others.lots < LEAST_REFERENCE) return null;
  return testAgreement(own, (tolerance) => chanceOfLadders(others, tolerance), members.length);
}

/** Null where there are too few lots, or too few of the market's to compare with. */
function testAgreement(
  own: readonly Measured[],
  computeChance: (tolerance: number) => number | null,
  members: number,
): Test | null {
  if (own.length < LEAST_LOTS) return null;
  const tolerance = Math.max(...own.map((one) => one.tolerance));
  const chance = computeChance(tolerance);
  if (chance === null) return null;
  const same = largestCluster(own, tolerance);
  return {
    same,
    chance,
    lots: own.length,
    members,
    p: clusterP(own.length, same.length, chance),
    smallest: clusterP(own.length, own.length, chance),
  };
}

/** Distances in logarithms between prices of one lot, and by how much rounding may have moved them. */
interface Measured {
  one: ViewLot;
  distances: ArrayLike<number>;
  tolerance: number;
}

function measureRatio(one: ViewLot, first: string, second: string): Measured | null {
  const prices = readPrices(one, [first, second]);
  if (prices === null) return null;
  const [a = 1, b = 1] = prices;
  // Where both stand at the ceiling, or agree, the ratio is no discount of one on the other.
  if (a === b) return null;
  return { one, distances: [Math.abs(Math.log(a / b))], tolerance: computeTolerance(prices) };
}

function measureLadder(one: ViewLot, members: readonly string[]): Measured | null {
  const prices = readPrices(one, members);
  if (prices === null || new Set(prices).size < prices.length) return null;
  return { one, distances: toLadder(prices.map(Math.log)), tolerance: computeTolerance(prices) };
}

function computeTolerance(prices: readonly number[]): number {
  const grid = Number(computePriceGrid(prices.map((price) => BigInt(price))));
  return Math.min(0.01, grid / Math.min(...prices));
}

function readPrices(one: ViewLot, members: readonly string[]): number[] | null {
  if (!isPriced(one)) return null;
  const prices = members.map((firm) => readPrice(one.bids.get(firm)));
  return prices.some((price) => price === null) ? null : (prices as number[]);
}

/** Share of two of these ascending log ratios of other firms that agree; a little more, for what was not seen. */
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

/** Share of two lots whose distances agree, all of them; a little more, for what was not seen in so many lots. */
function chanceOfLadders({ lots, all }: Ladders, tolerance: number): number {
  let agree = 0;
  for (let i = 0, j = 0; j < all.length; j += 1) {
    const high = all[j];
    if (high === undefined) continue;
    while ((high.ladder[0] ?? 0) - (all[i]?.ladder[0] ?? 0) > tolerance) i += 1;
    for (let k = i; k < j; k += 1) {
      const low = all[k];
      if (low !== undefined && low.lot !== high.lot && isClose(low.ladder, high.ladder, tolerance))
        agree += low.weight * high.weight;
    }
  }
  return Math.min(1, (agree + 1) / ((lots * (lots - 1)) / 2 + 1));
}

function isClose(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): boolean {
  for (let i = 0; i < a.length; i += 1) if (Math.abs((a[i] ?? 0) - (b[i] ?? 0)) > tolerance) return false;
  return true;
}

/** The most lots that agree with one of them and stand no closer than it in their first distance. */
function largestCluster(lots: readonly Measured[], tolerance: number): readonly Measured[] {
  let best: readonly Measured[] = [];
  for (const { distances: first } of lots) {
    const within = lots.filter(
      ({ distances }) => (distances[0] ?? 0) >= (first[0] ?? 0) && isClose(first, distances, tolerance),
    );
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
