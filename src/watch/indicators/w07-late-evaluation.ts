import { compareDates, exactDay, latestDay } from '../../kernel/clock/partial-date.js';
import { earlier, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { DeliveryFacts } from '../facts/delivery-facts.js';
import { clear, findDispute, insufficient, missing, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** W07: who goes on is to be decided before it is known how the work was. */
export const W07: Indicator<'delivery'> = {
  id: 'W07',
  // Version 1 moved the day back with an early end, after which nobody could have been in time.
  version: 2,
  severity: 'notice',
  family: 'windows',
  facts: 'delivery',
  subjectTypes: ['contract'],
  ...TEXTS.W07,
  parameters: [
    policy('successorStart', '1', 'calendar_day'),
    // Its rule was on trial for three years.
    {
      name: 'shenzhen',
      value: '1',
      unit: 'month',
      effectiveFrom: '2021-09-05',
      effectiveTo: '2024-09-04',
      basis: 'POLICY',
    },
  ],
  basis: { kind: 'POLICY' },
  cites: ['EVAL-SZ-FINAL-1M'],
  uses: ['category', 'planned', 'finalEvaluation', 'nextIssue', 'local'] satisfies FieldOf<'delivery'>[],
  timed: true,
  evaluate(facts) {
    const { category, finalEvaluation, nextIssue, local } = facts;
    if (category !== null && !category.continuous)
      return notApplicable({ code: 'category_not_continuous', category: category.code });
    const quarrel = findDispute(facts.conflicts, ['category', 'window', 'end']);
    if (quarrel !== null) return insufficient(quarrel);
    const unknown = missing({ category, 'window.end': facts.planned?.value.end ?? null, finalEvaluation });
    if (unknown !== null || finalEvaluation === null) return insufficient(unknown ?? { missing: ['finalEvaluation'] });
    if (exactDay(facts.planned?.value.end) === null) return insufficient({ code: 'precision', fields: ['window.end'] });
    if (local === null) {
      if (nextIssue.planner === 'method_not_plannable') return notApplicable({ code: 'method_not_plannable' });
      if (nextIssue.planner === 'uncertain') return insufficient({ code: 'calendar_uncertain' });
      if (nextIssue.safe === null) return insufficient({ missing: ['method'] });
    }
    const latest = [nextIssue.safe, local?.latest ?? null].flatMap((day) => day ?? []).reduce(earlier);
    return judgeEvaluationDay(facts, latest);
  },
};

function judgeEvaluationDay(facts: DeliveryFacts, latest: PlainDate) {
  const { finalEvaluation, nextIssue, local, asOf } = facts;
  const { on, dueOn, record } = finalEvaluation ?? { on: null, dueOn: null, record: '' };
  const field = on === null ? 'dueOn' : 'heldOn';
  // What was to be done by a day and is not done comes later than that day.
  const day = on ?? (dueOn === null || asOf > dueOn ? asOf : dueOn);
  if (on === null && dueOn === null && asOf <= latest) return insufficient({ missing: ['finalEvaluation.dueOn'] });
  const evidence = [
    { record, field, value: on ?? dueOn ?? '' },
    { record: facts.planned?.record ?? '', field: 'window.end', value: facts.planned?.value.end ?? '' },
    ...(nextIssue.safe === null
      ? []
      : [{ record: facts.planned?.record ?? '', field: 'successor.safeIssue', value: nextIssue.safe }]),
    ...(local === null ? [] : [{ record: `rule:${local.rule}`, field: 'latest', value: local.latest }]),
  ];
  const spoken = { value: day, threshold: latest, unit: 'date' as const, evidence };
  const why = {
    en:
      nextIssue.safe === latest
        ? 'a purchase that follows without a hole is safely issued by then'
        : (local?.what.en ?? ''),
    zh: nextIssue.safe === latest ? '无缝接续的采购须在此日前发出文件' : (local?.what.zh ?? ''),
  };
  const order = compareDates(day, latest);
  if (order === 'unknown' && latestDay(day) > latest)
    return insufficient({ code: 'precision', fields: ['finalEvaluation'] }, evidence);
  if (order === 'after')
    return triggerFinding({
      ...spoken,
      explanation: {
        en: `The final evaluation comes on ${day} at the earliest, after ${latest}: ${why.en}.`,
        zh: `终期评估最早为 ${day}，晚于 ${latest}：${why.zh}。`,
      },
    });
  return clear({
    ...spoken,
    explanation: {
      en: `The final evaluation, ${day}, is not later than ${latest}: ${why.en}.`,
      zh: `终期评估（${day}）不晚于 ${latest}：${why.zh}。`,
    },
  });
}
