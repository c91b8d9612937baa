import { formatYuan } from '../../kernel/money/money.js';
import type { Basis, Evidence, Explanation, Text } from '../runs/assessment-types.js';
import type { LotFacts } from '../facts/fact-types.js';
import { describeChance, describeClue } from '../rules/chances/chance.rules.js';
import { clear, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { compareStart } from '../rules/bids/procedure-start.rules.js';
import { statistic, toBasis } from '../rules/policy.rules.js';
import {
  judgeListedPrices,
  LEAST_BIDS,
  noPower,
  pricedBids,
  priceEvidence,
  type PricedBid,
} from '../rules/priced-lot.rules.js';
import { lessOrEqual, ONE, parseRatio, sixDigits, smaller, times, type Ratio } from '../statistics/exact.js';
import { itemMatch, type ItemMatch } from '../statistics/item-vectors.js';
import { computePriceGrid } from '../statistics/price-grid.js';
import type { Seed } from '../statistics/random.js';
import { equalStep, equalStepsP, roundedRatio, roundedSteps, roundedStepsP } from '../statistics/price-patterns.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEVEL = '0.01';
const ORDER_87_IN_FORCE = '2017-10-01';

const ORDER_87 = toBasis('statistic', 'COLLUDE-87-37-4');
/** Article 37 speaks of tendering alone; elsewhere the same sign is a clue, with article 74 (3) as its background. */
const REGULATION = toBasis('statistic', 'COLLUDE-REG-74-3');

/**
 * Prices in a regular pattern. Patterns are ordered from the rarest: equal steps to the fen of the grid; then steps or a
 * ratio that are equal but for rounding. p is the chance of a pattern at least as rare, so trying several costs no level;
 * item lists are a second look at other numbers, for which p is doubled.
 */
export const C05: Indicator<'lot'> = judgeListedPrices({
  id: 'C05',
  version: 4,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C05,
  parameters: [statistic('level', LEVEL, 'p'), statistic('leastBids', LEAST_BIDS, 'bid')],
  basis: ORDER_87,
  cites: ['COLLUDE-87-37-4', 'COLLUDE-REG-74-3'],
  uses: ['method', 'pricing', 'startedOn', 'startIsLatest', 'ceiling', 'bidCount', 'bids'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts, seed) {
    const bids = pricedBids(facts);
    if (!Array.isArray(bids)) return bids;
    const prices = priceScreen(bids.map(({ price }) => price));
    const lists = listScreen(facts, seed);
    const looks = lists === null ? 1n : 2n;
    const level = parseRatio(LEVEL);
    const p = times(smaller(prices.p, lists?.p ?? ONE), looks);
    const smallest = times(smaller(prices.smallest, lists?.smallest ?? ONE), looks);
    const evidence = [...priceEvidence(facts, bids, prices.grid), ...itemEvidence(facts, lists)];
    const basis = chooseBasis(facts);
    const pValue = sixDigits(p);
    if (!lessOrEqual(smallest, level)) {
      return { ...insufficient(noPower(bids.length, prices.cells, sixDigits(smallest)), evidence, pValue), basis };
    }
    const spoken = { basis, value: pValue, threshold: LEVEL, unit: 'p' as const, pValue, evidence };
    const explanation = explain(facts, bids, prices, lists, pValue);
    return lessOrEqual(p, level) ? triggerFinding({ ...spoken, explanation }) : clear({ ...spoken, explanation });
  },
});

interface PriceScreen {
  pattern: 'equal_steps' | 'rounded_steps' | 'rounded_ratio' | null;
  step: bigint | null;
  grid: bigint;
  cells: bigint;
  p: Ratio;
  smallest: Ratio;
}

/** Prices ascending, in fen. */
function priceScreen(prices: readonly bigint[]): PriceScreen {
  const n = prices.length;
  const grid = computePriceGrid(prices);
  const lowest = prices[0] ?? 0n;
  const cells = ((prices[n - 1] ?? 0n) - lowest) / grid + 1n;
  const smallest = cells >= BigInt(n) ? equalStepsP(n, cells) : ONE;
  const step = equalStep(prices);
  const screen = { step, grid, cells, smallest };
  if (step !== null) return { ...screen, pattern: 'equal_steps', p: smallest };
  const numbers = prices.map(Number);
  const pattern = roundedSteps(numbers, Number(grid))
    ? 'rounded_steps'
    : roundedRatio(numbers, Number(grid))
      ? 'rounded_ratio'
      : null;
  return { ...screen, pattern, p: pattern === null ? ONE : roundedStepsP(n, cells) };
}

function listScreen(facts: LotFacts, seed: Seed): ItemMatch | null {
  const lists = facts.bids.flatMap(({ key, items }) =>
    items === null ? [] : [{ key, items: new Map(items.map((item) => [item.key, Number(item.amount)])) }],
  );
  const amounts = facts.bids.flatMap(({ items }) => items ?? []).map(({ amount }) => BigInt(amount));
  return itemMatch(lists, Number(computePriceGrid(amounts)), seed);
}

/** The items of the two lists that are tied, by their numbers: their amounts stay in the bids, which not every reader of a finding sees. */
function itemEvidence(facts: LotFacts, lists: ItemMatch | null): Evidence[] {
  const tied = facts.bids.filter(({ key }) => lists?.pair?.includes(key));
  const numbers = tied.map(({ items }) => (items ?? []).map(({ key }) => key));
  const shared = numbers.reduce((left, right) => left.filter((key) => right.includes(key)), numbers[0] ?? []);
  return tied.map(({ record }) => ({ record, field: 'items', value: shared.join(', ') }));
}

function chooseBasis(facts: LotFacts): Basis {
  const tendering = facts.method === 'OPEN_TENDER' || facts.method === 'INVITED_TENDER';
  return tendering && compareStart(ORDER_87_IN_FORCE, facts) === 'yes' ? ORDER_87 : REGULATION;
}

function explain(
  facts: LotFacts,
  bids: readonly PricedBid[],
  screen: PriceScreen,
  lists: ItemMatch | null,
  pValue: string,
): Explanation {
  const n = bids.length;
  const grid = formatYuan(screen.grid);
  const seen = sentences(facts, bids, screen, lists);
  if (seen === null)
    return {
      en: `The ${n} bids show no regular pattern on their grid of ${grid} yuan.`,
      zh: `${n} 个报价按 ${grid} 元刻度看，没有规律性差异。`,
    };
  const [chance, clue] = [describeChance(pValue, 'lot'), describeClue(facts.method)];
  return {
    en: `${seen.en} With ${n} bids on a grid of ${grid} yuan in this range: ${chance.en}${clue.en}`,
    zh: `${seen.zh}按该价格区间内、以 ${grid} 元取整的 ${n} 个报价计：${chance.zh}${clue.zh}`,
    chance: { p: pValue, unit: 'lot' },
  };
}

function sentences(
  facts: LotFacts,
  bids: readonly PricedBid[],
  screen: PriceScreen,
  lists: ItemMatch | null,
): Text | null {
  const parts: Text[] = [];
  const step = screen.step === null ? '' : formatYuan(screen.step);
  if (screen.pattern === 'equal_steps')
    parts.push({
      en: `The ${bids.length} bids rise in equal steps of ${step} yuan.`,
      zh: `${bids.length} 个报价依次相差 ${step} 元。`,
    });
  if (screen.pattern === 'rounded_steps')
    parts.push({
      en: `But for rounding, the ${bids.length} bids rise in equal steps.`,
      zh: `除取整外，${bids.length} 个报价呈等差。`,
    });
  if (screen.pattern === 'rounded_ratio')
    parts.push({
      en: `But for rounding, each bid is the same multiple of the one below it.`,
      zh: `除取整外，各报价与前一报价之比相同。`,
    });
  const top = bids[bids.length - 1]?.price ?? 0n;
  if (screen.step !== null && facts.ceiling !== null && BigInt(facts.ceiling) - top === screen.step)
    parts.push({
      en: 'The same step separates the highest bid from the ceiling.',
      zh: '最高报价与最高限价也相差同一数额。',
    });
  if (lists !== null && lists.pair !== null) {
    const names = lists.pair.map((key) => facts.bids.find((bid) => bid.key === key)?.bidder ?? key);
    parts.push({
      en: `The item prices of ${names.join(' and ')} are one list times a factor plus a constant.`,
      zh: `${names.join('与')}的分项报价之间为乘以同一系数再加同一数额的关系。`,
    });
  }
  if (parts.length === 0) return null;
  return { en: parts.map((part) => part.en).join(' '), zh: parts.map((part) => part.zh).join('') };
}
