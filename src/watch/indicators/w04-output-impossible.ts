import type { Evidence, Finding } from '../runs/assessment-types.js';
import type { AcceptedRates, DeliveryFacts, Rated } from '../facts/delivery-facts.js';
import { clear, findDispute, insufficient, missing, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEAST = 20;

const WORDS: Readonly<Record<Rated, { en: string; zh: string }>> = {
  records: { en: 'services', zh: '次服务' },
  minutes: { en: 'minutes of service', zh: '分钟服务' },
  visits: { en: 'recipients served', zh: '人次' },
};

/** W04: so much a day as almost no accepted contract of the category has come to. */
export const W04: Indicator<'delivery'> = {
  id: 'W04',
  // Version 1 told rates in six digits; version 2 divided by the days that an early end had left.
  version: 3,
  severity: 'notice',
  family: 'windows',
  facts: 'delivery',
  subjectTypes: ['contract'],
  ...TEXTS.W04,
  parameters: [policy('quantile', '95', 'percent'), policy('leastContracts', LEAST, 'contract')],
  basis: { kind: 'POLICY' },
  uses: ['category', 'planned', 'plannedDays', 'targets', 'accepted'] satisfies FieldOf<'delivery'>[],
  timed: false,
  evaluate(facts) {
    const { category, targets, plannedDays, planned } = facts;
    if (category !== null && !category.continuous)
      return notApplicable({ code: 'category_not_continuous', category: category.code });
    const quarrel = findDispute(facts.conflicts, ['category', 'window', 'end']);
    if (quarrel !== null) return insufficient(quarrel);
    const unknown = missing({ category, targets, window: planned });
    if (unknown !== null || targets === null) return insufficient(unknown ?? { missing: ['targets'] });
    if (targets.length === 0) return notApplicable({ code: 'no_counted_targets' });
    if (plannedDays === null) return insufficient({ missing: ['effectiveDays'] });
    if (plannedDays === 0) return insufficient({ code: 'no_effective_days', effectiveDays: ['0', '0'] });
    return compareTargets(facts, targets, plannedDays);
  },
};

interface Compared {
  of: Rated;
  rate: number;
  target: number;
  others: AcceptedRates;
  q95: number;
}

function compareTargets(
  facts: DeliveryFacts,
  targets: readonly { key: Rated; target: number }[],
  days: number,
): Finding {
  const kinds = targets
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, target }) => {
      const others = facts.accepted.find(({ of }) => of === key);
      return { of: key, target, rate: target / days, others, q95: Number(others?.q95 ?? Number.NaN) };
    });
  const known = kinds.filter((kind): kind is Compared => kind.others?.q95 !== null && (kind.others?.n ?? 0) >= LEAST);
  const evidence = kinds.flatMap(({ of, target, rate, others }): Evidence[] => [
    { record: facts.planned?.record ?? '', field: `targets.${of}`, value: String(target) },
    { record: facts.planned?.record ?? '', field: `perEffectiveDay.${of}`, value: six(rate) },
    ...(others === undefined
      ? []
      : [{ record: `baseline:${facts.category?.code ?? ''}`, field: `accepted.${of}`, value: baselineText(others) }]),
  ]);
  const worst = known.toSorted((a, b) => b.rate / b.q95 - a.rate / a.q95)[0];
  const few = kinds.filter((kind) => !known.some(({ of }) => of === kind.of));
  if (worst === undefined || (worst.rate <= worst.q95 && few.length > 0))
    return insufficient(
      {
        code: 'few_accepted',
        accepted: few.map(({ others }) => String(others?.n ?? 0)),
        measures: few.map(({ of }) => of),
      },
      evidence,
    );
  const words = WORDS[worst.of];
  const spoken = {
    value: six(worst.rate),
    threshold: six(worst.q95),
    unit: `${worst.of}_per_effective_day` as const,
    evidence,
  };
  const [rate, most] = roundApart(worst.rate, worst.q95);
  const explanation = {
    en: `${worst.target} ${words.en} in ${days} effective days are ${rate} a day; of ${worst.others.n} contracts accepted by ${worst.others.upTo} 95 % came to at most ${most}.`,
    zh: `${days} 个有效工作日内须完成 ${worst.target} ${words.zh}，日均 ${rate}；截至 ${worst.others.upTo} 通过验收的 ${worst.others.n} 份合同中，95% 的日均不超过 ${most}。`,
  };
  return worst.rate > worst.q95 ? triggerFinding({ ...spoken, explanation }) : clear({ ...spoken, explanation });
}

const baselineText = ({ n, q95, upTo }: AcceptedRates): string => `n=${n}; q95=${q95 ?? '-'}; until ${upTo}`;

/** Two figures for readers: two decimals, and more where the two would read alike without being so. */
function roundApart(a: number, b: number): [string, string] {
  const [x, y] = [a, b].map((value) => String(Number(value.toFixed(2)))) as [string, string];
  return x === y ? [six(a), six(b)] : [x, y];
}

const six = (value: number): string => String(Number(value.toPrecision(6)));
