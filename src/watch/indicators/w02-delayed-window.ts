import {
  compareDates,
  earliestDay,
  latestDay,
  getPrecision,
  type PartialDate,
} from '../../kernel/clock/partial-date.js';
import { countDays } from '../../kernel/clock/plain-date.js';
import { percent } from '../../kernel/money/money.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import type { DraftPlan, Recorded, WindowFacts } from '../facts/fact-types.js';
import { clear, findDispute, insufficient, missing, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf } from '../rules/indicator-types.js';
import { judgeByLot } from '../rules/lots.rules.js';
import { policy } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/**
 * W02: days of the planned window lost before anybody could work. On a draft: the documents are planned to go out later
 * than the planner's safe date for a start on the window's first day. Reconstructed dates prove no delay.
 */
export const W02 = judgeByLot<'window'>({
  id: 'W02',
  // The Chinese words of version 1 said of a day that nobody knows that it was in time.
  version: 2,
  severity: 'risk',
  family: 'windows',
  facts: 'window',
  subjectTypes: ['tender', 'contract'],
  ...TEXTS.W02,
  parameters: [policy('daysLost', '0', 'calendar_day')],
  basis: { kind: 'POLICY' },
  uses: ['window', 'draft', 'signedOn', 'allocatedOn'] satisfies FieldOf<'window'>[],
  timed: true,
  evaluate(facts) {
    if (facts.draft !== null) return ofDraft(facts, facts.draft);
    if (facts.subject.type !== 'contract') return notApplicable({ code: 'not_a_draft' });
    return ofContract(facts);
  },
});

function ofDraft({ window, conflicts }: WindowFacts, draft: DraftPlan): Finding {
  const quarrel = findDispute(conflicts, ['window']);
  if (quarrel !== null) return insufficient(quarrel);
  if (draft.planner === 'method_not_plannable') return notApplicable({ code: 'method_not_plannable' });
  const start = window?.value.start ?? null;
  const unknown = missing({ plannedIssue: draft.plannedIssue, 'window.start': start });
  if (unknown !== null || draft.plannedIssue === null || start === null)
    return insufficient(unknown ?? { missing: ['plannedIssue'] });
  if (draft.planner === 'uncertain') return insufficient({ code: 'calendar_uncertain' });
  if (draft.planner === 'unknown' || draft.safeIssue === null)
    return insufficient(
      getPrecision(start) === 'day' ? { missing: ['method'] } : { code: 'precision', fields: ['window.start'] },
    );
  const evidence = [
    { record: draft.record, field: 'plannedIssue', value: draft.plannedIssue },
    { record: draft.record, field: 'window.start', value: start },
  ];
  const spoken = { value: draft.plannedIssue, threshold: draft.safeIssue, unit: 'date' as const, evidence };
  const possible = draft.possibleIssue;
  switch (compareDates(draft.plannedIssue, draft.safeIssue)) {
    case 'before':
    case 'same':
      return clear({
        ...spoken,
        explanation: {
          en: `Issued on ${draft.plannedIssue}, the documents leave every step its full time before ${start}; the latest safe date is ${draft.safeIssue}.`,
          zh: `计划于 ${draft.plannedIssue} 发出采购文件，各环节用足法定时限仍可于 ${start} 开始；最晚稳妥日期为 ${draft.safeIssue}。`,
        },
      });
    case 'after': {
      const hopeless = possible !== null && earliestDay(draft.plannedIssue) > possible;
      return triggerFinding({
        ...spoken,
        severity: hopeless ? 'risk' : 'notice',
        explanation: {
          en: `For a start on ${start} the documents are safely issued by ${draft.safeIssue}${possible === null ? '' : ` and at the very latest by ${possible}`}; planned is ${draft.plannedIssue}.`,
          zh: `若于 ${start} 开始，采购文件最晚应在 ${draft.safeIssue} 发出方为稳妥${possible === null ? '' : `，最晚可能日期为 ${possible}`}；现计划为 ${draft.plannedIssue}。`,
        },
      });
    }
    case 'unknown':
      return insufficient({ code: 'precision', fields: ['plannedIssue'] }, evidence);
  }
}

interface Step {
  field: 'signedOn' | 'allocatedOn';
  date: Recorded<PartialDate>;
}

function ofContract(facts: WindowFacts): Finding {
  const quarrel = findDispute(facts.conflicts, ['window', 'signedOn', 'allocatedOn']);
  if (quarrel !== null) return insufficient(quarrel);
  const start = facts.window?.value.start ?? null;
  if (facts.window === null || start === null) return insufficient({ missing: ['window.start'] });
  const steps: Step[] = [];
  if (facts.signedOn !== null) steps.push({ field: 'signedOn', date: facts.signedOn });
  if (facts.allocatedOn !== null) steps.push({ field: 'allocatedOn', date: facts.allocatedOn });
  const rebuilt = [...(facts.window.source === 'reconstruction' ? ['window'] : []), ...listReconstructedFields(steps)];
  if (rebuilt.length > 0) return insufficient({ code: 'reconstructed', fields: rebuilt });
  const evidence = listEvidence(facts, start, steps);
  const late = latest(steps.filter(({ date }) => compareDates(date.value, start) === 'after'));
  if (late !== null) return judgeLostDays(facts, start, late, evidence);
  const vague = steps.filter(({ date }) => compareDates(date.value, start) === 'unknown').map(({ field }) => field);
  if (vague.length > 0) return insufficient({ code: 'precision', fields: vague }, evidence);
  const unknown = missing({ signedOn: facts.signedOn, allocatedOn: facts.allocatedOn });
  // Before the start nothing can be late yet, so what has not happened is no gap in what is known.
  if (unknown !== null && facts.asOf > earliestDay(start)) return insufficient(unknown, evidence);
  return clear({
    value: '0',
    threshold: '0',
    unit: 'calendar_day',
    evidence,
    explanation: {
      en: `Nothing recorded by ${facts.asOf} came after the planned start on ${start}.`,
      zh: `截至 ${facts.asOf}，没有记录显示签订或拨款晚于计划开始日 ${start}。`,
    },
  });
}

function listReconstructedFields(steps: readonly Step[]): string[] {
  return steps.filter(({ date }) => date.source === 'reconstruction').map(({ field }) => field);
}

function latest(steps: readonly Step[]): Step | null {
  return steps.reduce<Step | null>(
    (last, step) => (last === null || earliestDay(step.date.value) > earliestDay(last.date.value) ? step : last),
    null,
  );
}

/** At least so many days: counted to the first day the late date can mean, from the last day the start can mean. */
function judgeLostDays(facts: WindowFacts, start: PartialDate, { field, date }: Step, evidence: Evidence[]): Finding {
  const days = countDays(latestDay(start), earliestDay(date.value));
  const exact = getPrecision(start) === 'day' && getPrecision(date.value) === 'day';
  const whole = facts.span?.shortest.calendarDays ?? null;
  const share = whole === null || !exact ? null : percent(days < whole ? days : whole, whole);
  const what = field === 'signedOn' ? { en: 'signed', zh: '签订' } : { en: 'first paid', zh: '首次拨款' };
  const least = exact ? { en: '', zh: '' } : { en: 'at least ', zh: '至少 ' };
  return triggerFinding({
    value: String(days),
    threshold: '0',
    unit: 'calendar_day',
    evidence:
      share === null ? evidence : [...evidence, { record: date.record, field: 'shareOfWindowLost', value: share }],
    explanation: {
      en: `The contract was ${what.en} on ${date.value}, ${least.en}${days} days after the planned start on ${start}${share === null ? '' : ` (${share} % of the window)`}.`,
      zh: `合同于 ${date.value} ${what.zh}，比计划开始日 ${start} 晚${least.zh === '' ? ' ' : least.zh}${days} 天${share === null ? '' : `（占实施期的 ${share}%）`}。`,
    },
  });
}

function listEvidence(
  { window, signedOn, allocatedOn }: WindowFacts,
  start: PartialDate,
  steps: readonly Step[],
): Evidence[] {
  const planned = { record: window?.record ?? '', field: 'window.start', value: start };
  const dated = { signedOn, allocatedOn };
  return [
    planned,
    ...steps.map(({ field }) => ({ record: dated[field]?.record ?? '', field, value: dated[field]?.value ?? '' })),
  ];
}
