import { earlierDate, earliestDay, latestDay, type PartialDate } from '../../kernel/clock/partial-date.js';
import { earlier, fromEpochDay, LAST_EPOCH_DAY, toEpochDay, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import type { ContractFacts, PlanFact, Recorded } from '../facts/fact-types.js';
import {
  clear,
  findDispute,
  insufficient,
  notApplicable,
  triggerFinding,
  type Spoken,
} from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const CARRY_OUT_DAYS = 30;

/**
 * G04: nobody wrote down what happens to the residents when the contract ends, or it was written and not done. Silence
 * about a contract recorded from elsewhere is no plan's absence; an officer's "no plan" is.
 */
export const G04: Indicator<'contract'> = {
  id: 'G04',
  // Version 1 counted from a termination after the end of the window, and waited for a milestone after the end.
  version: 2,
  severity: 'risk',
  family: 'continuity',
  facts: 'contract',
  subjectTypes: ['contract'],
  ...TEXTS.G04,
  parameters: [policy('carryOut', CARRY_OUT_DAYS, 'calendar_day')],
  basis: { kind: 'POLICY' },
  uses: ['category', 'conducted', 'end', 'finalMilestone', 'plans', 'knownUntil'] satisfies FieldOf<'contract'>[],
  timed: true,
  evaluate(facts) {
    const { category, conflicts, conducted, end } = facts;
    if (category !== null && !category.continuous)
      return notApplicable({ code: 'category_not_continuous', category: category.code });
    const quarrel = findDispute(conflicts, ['category', 'end', 'window', 'plans']);
    if (quarrel !== null) return insufficient(quarrel);
    if (category === null) return insufficient({ missing: ['category'] });
    const plans = facts.plans.filter(({ kind }) => kind !== 'none').sort(byKey);
    const none = facts.plans.find(({ kind }) => kind === 'none');
    if (plans.length === 0 && none !== undefined) return declaredNone(none, end);
    if (plans.length === 0 && conducted === 'elsewhere') return insufficient({ missing: ['plans'] });
    const asOf = facts.knownUntil === null ? facts.asOf : earlier(facts.asOf, facts.knownUntil);
    return plans.length === 0 ? judgeMissingPlan(facts, asOf) : judgePlans(facts, asOf, plans);
  },
};

function byKey(a: PlanFact, b: PlanFact): number {
  return a.key < b.key ? -1 : 1;
}

function endEvidence(end: Recorded<PartialDate> | null): Evidence[] {
  return end === null ? [] : [{ record: end.record, field: 'end', value: end.value }];
}

function declaredNone(none: PlanFact, end: Recorded<PartialDate> | null): Finding {
  return triggerFinding({
    value: 'none',
    threshold: 'plan',
    unit: 'plan',
    evidence: [{ record: none.record, field: 'plan', value: 'none' }, ...endEvidence(end)],
    explanation: {
      en: 'It is recorded that there is no plan for what follows this contract.',
      zh: '已记录：本合同到期后没有接续方案。',
    },
  });
}

/** A contract that runs here without a plan: nothing is late until its final milestone is over, or its end where that is earlier. */
function judgeMissingPlan({ end, finalMilestone }: ContractFacts, asOf: PlainDate): Finding {
  const first = earlierDate(finalMilestone?.value ?? null, end?.value ?? null);
  const due = finalMilestone?.value === first ? finalMilestone : end;
  if (due === null) return insufficient({ missing: ['finalMilestone', 'end'] });
  const field = due === finalMilestone ? 'finalMilestone' : 'end';
  const evidence = [{ record: due.record, field, value: due.value }];
  const spoken = { value: asOf, threshold: due.value, unit: 'date' as const, evidence };
  if (asOf > latestDay(due.value))
    return triggerFinding({
      ...spoken,
      explanation: {
        en: `A continuity plan was due by ${due.value}; by ${asOf} there is none.`,
        zh: `接续方案应于 ${due.value} 前提出；截至 ${asOf} 尚无方案。`,
      },
    });
  if (asOf > earliestDay(due.value)) return insufficient({ code: 'precision', fields: [field] }, evidence);
  return clear({
    ...spoken,
    explanation: {
      en: `A continuity plan is due by ${due.value}; that day is not over.`,
      zh: `接续方案应于 ${due.value} 前提出，期限未到。`,
    },
  });
}

function judgePlans({ end }: ContractFacts, asOf: PlainDate, plans: readonly PlanFact[]): Finding {
  const evidence = [...plans.map(({ record, kind }) => ({ record, field: 'plan', value: kind })), ...endEvidence(end)];
  const done = plans.find(({ carriedOutOn }) => carriedOutOn !== null && earliestDay(carriedOutOn) <= asOf);
  if (done !== undefined) {
    const on = done.carriedOutOn ?? '';
    return clear({
      value: on,
      threshold: end?.value ?? on,
      unit: 'date',
      evidence: [...evidence, { record: done.record, field: 'carriedOutOn', value: on }],
      explanation: { en: `The plan was carried out on ${on}.`, zh: `接续方案已于 ${on} 执行。` },
    });
  }
  if (end === null) return insufficient({ missing: ['end'] }, evidence);
  const last = computeCarryOutDay(latestDay(end.value));
  const spoken: Omit<Spoken, 'explanation'> = { value: asOf, threshold: last, unit: 'date', evidence };
  if (asOf > last)
    return triggerFinding({
      ...spoken,
      explanation: {
        en: `The contract ended on ${end.value}; ${CARRY_OUT_DAYS} days later, on ${last}, its plan was not carried out.`,
        zh: `合同于 ${end.value} 到期；至 ${last} 已满 ${CARRY_OUT_DAYS} 天，接续方案仍未执行。`,
      },
    });
  if (asOf > computeCarryOutDay(earliestDay(end.value)))
    return insufficient({ code: 'precision', fields: ['end'] }, evidence);
  return clear({
    ...spoken,
    explanation: {
      en: `There is a plan; it is to be carried out by ${last}.`,
      zh: `已有接续方案，应于 ${last} 前执行。`,
    },
  });
}

function computeCarryOutDay(end: PlainDate): PlainDate {
  return fromEpochDay(Math.min(toEpochDay(end) + CARRY_OUT_DAYS, LAST_EPOCH_DAY));
}
