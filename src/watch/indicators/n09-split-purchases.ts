import { formatYuan } from '../../kernel/money/money.js';
import { getYear } from '../../kernel/clock/plain-date.js';
import { getRule } from '../../law/rules/rule-book.js';
import type { SplitGroup } from '../../purchase/contracts/limits/splits.rules.js';
import type { SplitFacts } from '../facts/split-facts.js';
import { clear, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { toBasis } from '../rules/policy.rules.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const RULE = getRule('NO-SPLIT');
const IN_FORCE = RULE.effectiveFrom ?? '';
/** The article speaks of several purchases. */
const SEVERAL = 2;

/**
 * N09: several purchases of one category under one budget line in one year, none by open tender, that together exceed the
 * open-tender threshold (Regulation article 28). A line that was adjusted and an approved method are outside it. The rule
 * looks for purchases that avoid the open tender; whether these were split is for a person to judge.
 */
export const N09: Indicator<'split'> = {
  id: 'N09',
  version: 1,
  severity: 'risk',
  family: 'practice',
  facts: 'split',
  subjectTypes: ['programme'],
  ...TEXTS.N09,
  parameters: [
    {
      name: 'purchases',
      value: String(SEVERAL),
      unit: 'piece',
      effectiveFrom: RULE.effectiveFrom,
      effectiveTo: RULE.effectiveTo,
      basis: 'law',
    },
  ],
  basis: toBasis('law', RULE.id),
  cites: [RULE.id],
  uses: ['year', 'groups'] satisfies FieldOf<'split'>[],
  timed: false,
  evaluate({ year, groups }: SplitFacts) {
    if (year === null) return insufficient({ missing: ['programme'] });
    if (year < getYear(IN_FORCE)) return notApplicable({ code: 'rule_not_in_force', inForceFrom: IN_FORCE });
    const split = groups.filter(isSplit);
    if (split.length > 0) return explainSplit(split);
    const open = groups.find((group) => isOpenQuestion(group));
    return open === undefined ? findNone(groups) : explainGap(open);
  },
};

const isSplit = ({ certain, adjusted, record }: SplitGroup): boolean =>
  certain.purchases >= SEVERAL && certain.compared === 'reached' && !adjusted && record !== null;

/** Whether what is not known could make it one; a line that was adjusted cannot be. */
const isOpenQuestion = ({ possible, adjusted }: SplitGroup): boolean =>
  possible.purchases >= SEVERAL && possible.compared !== 'below' && !adjusted;

function explainGap({ missing, possible, region, level, ...group }: SplitGroup): Finding {
  const evidence = toEvidence({ missing, possible, region, level, ...group });
  if (possible.compared === 'unknown' && possible.limit === null) {
    const place = { ...(region !== null && { region }), ...(level !== null && { level }) };
    return insufficient({ code: 'open_threshold_unknown', fields: ['limit'], kind: 'open_tender', ...place }, evidence);
  }
  return insufficient({ missing: missing.length > 0 ? [...missing] : ['amount'] }, evidence);
}

const toEvidence = ({ members }: SplitGroup): Evidence[] =>
  members.flatMap(({ record, method, amount }) => [
    { record, field: 'method', value: method ?? '' },
    { record, field: 'amount', value: amount === null ? '' : formatYuan(BigInt(amount)) },
  ]);

function explainSplit(split: readonly SplitGroup[]): Finding {
  const [most] = split.toSorted((a, b) => (BigInt(b.certain.amount) > BigInt(a.certain.amount) ? 1 : -1));
  const { purchases, amount, limit } = (most as SplitGroup).certain;
  const [sum, threshold] = [formatYuan(BigInt(amount)), formatYuan(BigInt(limit ?? 0))];
  return triggerFinding({
    value: sum,
    threshold,
    unit: 'yuan',
    evidence: split.flatMap(toEvidence),
    explanation: {
      en: `${purchases} purchases of one category under one budget line come to ${sum} yuan together, above the open-tender threshold of ${threshold} yuan; none was tendered openly, and no approval of the method or adjustment of the budget is on record.`,
      zh: `同一预算项目下同一品目的 ${purchases} 次采购均未采用公开招标，累计 ${sum} 元，超过公开招标数额标准 ${threshold} 元，且无采购方式审批或预算调整记录。`,
    },
  });
}

function findNone(groups: readonly SplitGroup[]): Finding {
  const evidence = groups.flatMap(toEvidence);
  const several = groups.filter(({ possible }) => possible.purchases >= SEVERAL && possible.limit !== null);
  const [most] = several.toSorted((a, b) => (BigInt(b.possible.amount) > BigInt(a.possible.amount) ? 1 : -1));
  if (most === undefined)
    return clear({
      value: String(Math.max(0, ...groups.map(({ possible }) => possible.purchases))),
      threshold: String(SEVERAL),
      unit: 'piece',
      evidence,
      explanation: {
        en: 'No category of a budget line was bought more than once otherwise than by open tender.',
        zh: '同一预算项目下的同一品目没有以公开招标以外的方式多次采购。',
      },
    });
  const isExempt = several.some(({ adjusted, possible }) => adjusted && possible.compared === 'reached');
  return clear({
    value: formatYuan(BigInt(most.possible.amount)),
    threshold: formatYuan(BigInt(most.possible.limit ?? 0)),
    unit: 'yuan',
    evidence,
    explanation: isExempt
      ? { en: 'The budget line was adjusted, which the rule excepts.', zh: '该预算项目已经调整，属于规定的除外情形。' }
      : {
          en: 'What was bought in several purchases, none by open tender, does not exceed the open-tender threshold.',
          zh: '未采用公开招标的多次采购累计金额未超过公开招标数额标准。',
        },
  });
}
