import { earliestDay, latestDay } from '../../kernel/clock/partial-date.js';
import { formatYuan } from '../../kernel/money/money.js';
import { findRuleInForce, getRule } from '../../law/rules/rule-book.js';
import {
  LOW_PRICE_RULES,
  lowPriceTriggers,
  type LowPriceRule,
} from '../../purchase/reviews/scoring/low-price.rules.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import type { LotFacts } from '../facts/fact-types.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator, Parameter } from '../rules/indicator-types.js';
import { toBasis } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const BY_CEILING: LowPriceRule = 'LOWPRICE-CEIL-45';

const NAMES: Readonly<Record<LowPriceRule, { en: string; zh: string }>> = {
  'LOWPRICE-AVG-50': { en: 'half the mean of all bids', zh: '全部报价平均值的百分之五十' },
  'LOWPRICE-2ND-50': { en: 'half the next lowest bid', zh: '次低报价的百分之五十' },
  'LOWPRICE-CEIL-45': { en: '45 percent of the ceiling', zh: '最高限价的百分之四十五' },
};

/**
 * C10: an abnormally low price (财库〔2026〕2号), by the shares of the notice itself. The ceiling decides about each bid that
 * is known; mean and next bid about all of them together.
 */
export const C10: Indicator<'lot'> = {
  id: 'C10',
  version: 2,
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
  uses: ['method', 'pricing', 'startedOn', 'ceiling', 'bidCount', 'bids', 'withdrawn'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const silence = findSilence(facts);
    if (silence !== null) return silence;
    const offers = facts.bids.flatMap(({ key, price }) =>
      price !== null && BigInt(price) > 0n ? [{ bid: key, price: BigInt(price) }] : [],
    );
    const isWhole = facts.bidCount === offers.length || facts.bidCount === offers.length + facts.withdrawn;
    const isComplete = isWhole && offers.length === facts.bids.length;
    const met = lowPriceTriggers(offers, parseFen(facts.ceiling), earliestDay(facts.startedOn ?? facts.asOf));
    const low = new Map(
      [...met].map(([bid, rules]) => [bid, rules.filter((rule) => isComplete || rule === BY_CEILING)] as const),
    );
    const found = [...new Set([...low.values()].flat())].sort();
    if (found.length > 0) return triggerFinding({ ...describe(facts, low), explanation: explain(found) });
    if (!isComplete) return insufficient({ code: 'bids_incomplete' });
    if (facts.ceiling === null) return insufficient({ missing: ['ceiling'] });
    return clear({
      ...describe(facts, low),
      explanation: { en: 'No bid is abnormally low.', zh: '没有异常低的报价。' },
    });
  },
};

const parseFen = (fen: string | null): bigint | null => (fen === null ? null : BigInt(fen));

/** Why nothing can be said of the lot's prices; null where something can. */
function findSilence({ method, pricing, startedOn, conflicts, bidCount }: LotFacts): Finding | null {
  if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
  const quarrel = findDispute(conflicts, ['pricing', 'bids', 'bidCount', 'ceiling']);
  if (quarrel !== null) return insufficient(quarrel);
  if (pricing === 'fixed') return notApplicable({ code: 'fixed_price' });
  if (bidCount === 0) return notApplicable({ code: 'no_bids' });
  if (startedOn === null) return insufficient({ missing: ['startedOn'] });
  const [earliest, latest] = [earliestDay(startedOn), latestDay(startedOn)].map((day) =>
    findRuleInForce(BY_CEILING, day),
  );
  if (latest === null) return notApplicable({ code: 'rule_not_in_force' });
  return earliest === null ? insufficient({ code: 'precision', fields: ['startedOn'] }) : null;
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

function explain(rules: readonly LowPriceRule[]) {
  return {
    en: `A bid lies below ${rules.map((rule) => NAMES[rule].en).join(', and one below ')}.`,
    zh: `有报价低于${rules.map((rule) => NAMES[rule].zh).join('；有报价低于')}。`,
  };
}
