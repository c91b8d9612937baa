import { earliestDay } from '../../kernel/clock/partial-date.js';
import { formatYuan } from '../../kernel/money/money.js';
import { findRuleInForce, getRule } from '../../law/rules/rule-book.js';
import { LOW_PRICE_RULES, type LowPriceRule } from '../../purchase/reviews/scoring/low-price.rules.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import type { LotFacts } from '../facts/fact-types.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator, Parameter } from '../rules/indicator-types.js';
import { findLowPrices, listPricedBids, type LowPrices } from '../rules/bids/low-prices.rules.js';
import { listStartDays } from '../rules/bids/procedure-start.rules.js';
import { toBasis } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const BY_CEILING: LowPriceRule = 'LOWPRICE-CEIL-45';

const NAMES: Readonly<Record<LowPriceRule, { en: string; zh: string }>> = {
  'LOWPRICE-AVG-50': {
    en: 'half the mean of the bids that passed the check of conformity',
    zh: '通过符合性审查的全部报价平均值的百分之五十',
  },
  'LOWPRICE-2ND-50': { en: 'half the next lowest bid', zh: '次低报价的百分之五十' },
  'LOWPRICE-CEIL-45': { en: '45 percent of the ceiling', zh: '最高限价的百分之四十五' },
};

/**
 * C10: an abnormally low price (财库〔2026〕2号), by the shares of the notice itself. The ceiling decides about each bid that
 * is known; mean and next bid about all together that passed the check of conformity. What was rejected is none of them, and
 * where it is not known who passed, only what holds whoever did is said.
 */
export const C10: Indicator<'lot'> = {
  id: 'C10',
  version: 4,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C10,
  parameters: LOW_PRICE_RULES.map((id): Parameter => {
    const { value, effectiveFrom, effectiveTo } = getRule(id);
    return { name: id, value: String(value), unit: 'share', effectiveFrom, effectiveTo, basis: 'law' };
  }),
  basis: toBasis('law', 'LOWPRICE-AVG-50'),
  cites: LOW_PRICE_RULES,
  uses: [
    ...([
      'method',
      'pricing',
      'startedOn',
      'startIsLatest',
      'ceiling',
      'bidCount',
      'bids',
      'withdrawn',
      'handedIn',
      'winners',
    ] as const),
  ] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const silence = findSilence(facts);
    if (silence !== null) return silence;
    const priced = listPricedBids(facts);
    const found = findLowPrices(priced, parseFen(facts.ceiling), earliestDay(facts.startedOn ?? facts.asOf));
    const listed = facts.bids.length;
    const isWhole = facts.bidCount === listed || facts.bidCount === listed + facts.withdrawn;
    const isComplete = isWhole && priced.unknown === 0;
    const low = new Map(
      [...found.certain].map(
        ([bid, rules]) => [bid, rules.filter((rule) => isComplete || rule === BY_CEILING)] as const,
      ),
    );
    const met = [...new Set([...low.values()].flat())].sort();
    if (met.length > 0) return triggerFinding({ ...describe(facts, low), explanation: explain(met) });
    return findGap(facts, { isWhole, unknown: priced.unknown, found }) ?? clear(describeNone(facts, low));
  },
};

const parseFen = (fen: string | null): bigint | null => (fen === null ? null : BigInt(fen));

/** Why nothing can be said of the lot's prices; null where something can. */
function findSilence(facts: LotFacts): Finding | null {
  const { method, pricing, conflicts, bidCount } = facts;
  if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
  const quarrel = findDispute(conflicts, ['pricing', 'bids', 'bidCount', 'ceiling', 'statuses']);
  if (quarrel !== null) return insufficient(quarrel);
  if (pricing === 'fixed') return notApplicable({ code: 'fixed_price' });
  if (bidCount === 0) return notApplicable({ code: 'no_bids' });
  const days = listStartDays(facts);
  if (days === null) return insufficient({ missing: ['startedOn'] });
  const [earliest, latest] = days.map((day) => findRuleInForce(BY_CEILING, day));
  if (latest === null) return notApplicable({ code: 'rule_not_in_force' });
  return earliest === null ? insufficient({ code: 'precision', fields: ['startedOn'] }) : null;
}

/** What would have to be known before the lot is clear; null where all of it is. */
function findGap(
  { ceiling }: LotFacts,
  { isWhole, unknown, found }: { isWhole: boolean; unknown: number; found: LowPrices },
): Finding | null {
  if (!isWhole) return insufficient({ code: 'bids_incomplete' });
  if (unknown > 0) return insufficient({ missing: ['prices'] });
  if (found.isOpen) return insufficient({ missing: ['statuses'] });
  return ceiling === null ? insufficient({ missing: ['ceiling'] }) : null;
}

function describe({ bids, ceiling, subject }: LotFacts, low: ReadonlyMap<string, readonly LowPriceRule[]>) {
  const count = [...low.values()].filter((rules) => rules.length > 0).length;
  const prices = bids
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap(({ record, price }): Evidence[] =>
      price === null ? [] : [{ record, field: 'price', value: formatYuan(BigInt(price)) }],
    );
  const limit =
    ceiling === null ? [] : [{ record: `lot:${subject.id}`, field: 'ceiling', value: formatYuan(BigInt(ceiling)) }];
  return { value: String(count), threshold: '0', unit: 'bid' as const, evidence: [...prices, ...limit] };
}

const describeNone = (facts: LotFacts, low: ReadonlyMap<string, readonly LowPriceRule[]>) => ({
  ...describe(facts, low),
  explanation: { en: 'No bid is abnormally low.', zh: '没有异常低的报价。' },
});

function explain(rules: readonly LowPriceRule[]) {
  return {
    en: `A bid lies below ${rules.map((rule) => NAMES[rule].en).join(', and one below ')}.`,
    zh: `有报价低于${rules.map((rule) => NAMES[rule].zh).join('；有报价低于')}。`,
  };
}
