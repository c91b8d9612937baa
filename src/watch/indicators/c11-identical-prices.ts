import { formatYuan } from '../../kernel/money/money.js';
import type { Evidence, Explanation } from '../runs/assessment-types.js';
import type { LotFacts } from '../facts/fact-types.js';
import { describeChance, describeClue } from '../rules/chances/chance.rules.js';
import { clear, findDispute, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, statistic } from '../rules/policy.rules.js';
import {
  judgeListedPrices,
  LEAST_BIDS,
  noPower,
  pricedBids,
  priceEvidence,
  type PricedBid,
} from '../rules/priced-lot.rules.js';
import { coincidences, LEAST_SPREAD, type Coincidences } from '../statistics/coincidences.js';
import { lessOrEqual, parseRatio, sixDigits } from '../statistics/exact.js';
import { computePriceGrid } from '../statistics/price-grid.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEVEL = '0.01';

/**
 * Identical prices. Equal bids at the ceiling are honest (whoever expects no lower bid bids the ceiling), so they are left
 * out; where the ceiling is not known, equal bids at the top may be that, and the answer is given only if it is the same
 * with and without them. A repeated price is judged on its own step, for bidders do not all round alike (version 1 took
 * the common grid of the lot: `npm run bench -- null-control`, mixed rounding).
 */
export const C11: Indicator<'lot'> = judgeListedPrices({
  id: 'C11',
  version: 3,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C11,
  parameters: [
    statistic('level', LEVEL, 'p'),
    statistic('leastBids', LEAST_BIDS, 'bid'),
    policy('leastSpread', `0.0${LEAST_SPREAD / 10n}`, 'share_of_price'),
  ],
  basis: {
    kind: 'statistic',
    document: 'Open Contracting Partnership, Red flags in public procurement (2024)',
    article: 'R028',
  },
  uses: ['method', 'pricing', 'ceiling', 'bidCount', 'bids'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const bids = pricedBids(facts);
    if (!Array.isArray(bids)) return bids;
    const quarrel = findDispute(facts.conflicts, ['ceiling']);
    if (quarrel !== null) return insufficient(quarrel);
    const grid = computePriceGrid(bids.map(({ price }) => price));
    const evidence = [...priceEvidence(facts, bids, grid), ...ceilingEvidence(facts)];
    const all = screen(bids, grid);
    if (!all.powerful)
      return insufficient(noPower(bids.length, all.cells, sixDigits(all.smallest)), evidence, sixDigits(all.p));
    const rest = all.count === 0 ? bids : withoutTop(facts, bids);
    const below = rest === null ? null : screen(rest, grid);
    if (facts.ceiling === null && (below === null || all.significant !== below.significant))
      return insufficient({ missing: ['ceiling'] }, evidence, sixDigits(all.p));
    if (below === null) return insufficient({ code: 'bids_at_ceiling' }, evidence);
    const pValue = sixDigits(below.p);
    if (!below.powerful)
      return insufficient(noPower(below.bids.length, below.cells, sixDigits(below.smallest)), evidence, pValue);
    const spoken = {
      value: pValue,
      threshold: LEVEL,
      unit: 'p' as const,
      pValue,
      evidence,
      explanation: explain(below, facts.method),
    };
    return below.significant ? triggerFinding(spoken) : clear(spoken);
  },
});

interface Screen extends Coincidences {
  bids: readonly PricedBid[];
  significant: boolean;
  powerful: boolean;
}

function screen(bids: readonly PricedBid[], grid: bigint): Screen {
  const found = coincidences(
    bids.map(({ price }) => price),
    grid,
  );
  const level = parseRatio(LEVEL);
  return { ...found, bids, significant: lessOrEqual(found.p, level), powerful: lessOrEqual(found.smallest, level) };
}

/** The bids that no ceiling explains; null where too few are left to say anything. */
function withoutTop(facts: LotFacts, bids: readonly PricedBid[]): PricedBid[] | null {
  const top = facts.ceiling === null ? bids[bids.length - 1]?.price : BigInt(facts.ceiling);
  const atTop = bids.filter(({ price }) => price === top);
  if (atTop.length < 2) return [...bids];
  const rest = bids.filter(({ price }) => price !== top);
  return rest.length >= LEAST_BIDS ? rest : null;
}

function ceilingEvidence({ subject, ceiling }: LotFacts): Evidence[] {
  return ceiling === null ? [] : [{ record: `lot:${subject.id}`, field: 'ceiling', value: formatYuan(ceiling) }];
}

function explain({ bids, count, p, step }: Screen, method: LotFacts['method']): Explanation {
  const n = bids.length;
  if (count === 0) return { en: `The ${n} bids are all different.`, zh: `${n} 个报价各不相同。` };
  const counts = new Map<bigint, number>();
  for (const { price } of bids) counts.set(price, (counts.get(price) ?? 0) + 1);
  const repeated = [...counts].filter(([, times]) => times > 1);
  const en = repeated.map(([price, times]) => `${times} at ${formatYuan(price)} yuan`).join(', ');
  const zh = repeated.map(([price, times]) => `${times} 个为 ${formatYuan(price)} 元`).join('、');
  const round = formatYuan(step ?? 1n);
  const [chance, clue] = [describeChance(sixDigits(p), 'lot'), describeClue(method)];
  return {
    en: `Of the ${n} bids not explained by the ceiling, some are equal: ${en}. Such a price may have been rounded to ${round} yuan; with the other bids where they are: ${chance.en}${clue.en}`,
    zh: `在 ${n} 个不能由最高限价解释的报价中，有相同报价：${zh}。此类报价可能按 ${round} 元取整；其余报价不变时：${chance.zh}${clue.zh}`,
    chance: { p: sixDigits(p), unit: 'lot' },
  };
}
