import { compareDates, earliestDay, latestDay, type PartialDate } from '../../kernel/clock/partial-date.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import type { WindowFacts } from '../facts/fact-types.js';
import { clear, findDispute, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf } from '../rules/indicator-types.js';
import { judgeByLot } from '../rules/lots.rules.js';
import { policy } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** The fiscal year of China is the calendar year (预算法 18); its last quarter begins here. */
const LAST_QUARTER = '10-01';

/** W03: the window begins when its year is nearly over, or has begun when it is first known who serves. */
export const W03 = judgeByLot<'window'>({
  id: 'W03',
  version: 1,
  severity: 'notice',
  family: 'windows',
  facts: 'window',
  subjectTypes: ['tender', 'contract', 'programme'],
  ...TEXTS.W03,
  parameters: [policy('lastQuarter', LAST_QUARTER, 'month_day')],
  basis: { kind: 'POLICY' },
  uses: ['window', 'draft', 'awardedOn'] satisfies FieldOf<'window'>[],
  timed: true,
  evaluate(facts) {
    const quarrel = findDispute(facts.conflicts, ['window', 'awardedOn']);
    if (quarrel !== null) return insufficient(quarrel);
    const start = facts.window?.value.start ?? null;
    if (facts.window === null || start === null) return insufficient({ missing: ['window.start'] });
    const evidence = listEvidence(facts, start);
    const late = ofQuarter(start, evidence) ?? ofAward(facts, start, evidence);
    if (late !== null) return late;
    const vague = listUndecidedFields(facts, start);
    if (vague.length > 0) return insufficient({ code: 'precision', fields: vague }, evidence);
    const awaited = facts.draft !== null || facts.subject.type === 'programme' || facts.asOf <= earliestDay(start);
    if (facts.awardedOn === null && !awaited) return insufficient({ missing: ['awardedOn'] }, evidence);
    return clear({
      value: start,
      threshold: getLastQuarter(start),
      unit: 'date',
      evidence,
      explanation: {
        en: `The window starts on ${start}, before the last quarter of its year${facts.awardedOn === null ? '; the award is still to come' : `, and was awarded on ${facts.awardedOn.value}`}.`,
        zh: `服务期于 ${start} 开始，早于当年最后一个季度${facts.awardedOn === null ? '；尚未成交' : `，成交日为 ${facts.awardedOn.value}`}。`,
      },
    });
  },
});

function getLastQuarter(start: PartialDate): string {
  return `${start.slice(0, 4)}-${LAST_QUARTER}`;
}

function ofQuarter(start: PartialDate, evidence: Evidence[]): Finding | null {
  if (earliestDay(start) < getLastQuarter(start)) return null;
  return triggerFinding({
    value: start,
    threshold: getLastQuarter(start),
    unit: 'date',
    evidence,
    explanation: {
      en: `The window starts on ${start}, in the last quarter of fiscal year ${start.slice(0, 4)}.`,
      zh: `服务期于 ${start} 开始，已进入 ${start.slice(0, 4)} 财政年度最后一个季度。`,
    },
  });
}

function ofAward({ awardedOn }: WindowFacts, start: PartialDate, evidence: Evidence[]): Finding | null {
  if (awardedOn === null || compareDates(awardedOn.value, start) !== 'after') return null;
  return triggerFinding({
    value: awardedOn.value,
    threshold: start,
    unit: 'date',
    evidence,
    explanation: {
      en: `The award came on ${awardedOn.value}, after the window had begun on ${start}.`,
      zh: `成交日为 ${awardedOn.value}，晚于服务期开始日 ${start}。`,
    },
  });
}

function listUndecidedFields({ awardedOn }: WindowFacts, start: PartialDate): string[] {
  const fields = latestDay(start) >= getLastQuarter(start) ? ['window.start'] : [];
  if (awardedOn !== null && compareDates(awardedOn.value, start) === 'unknown') fields.push('awardedOn');
  return fields;
}

function listEvidence({ window, awardedOn }: WindowFacts, start: PartialDate): Evidence[] {
  const evidence = [{ record: window?.record ?? '', field: 'window.start', value: start }];
  if (awardedOn !== null) evidence.push({ record: awardedOn.record, field: 'awardedOn', value: awardedOn.value });
  return evidence;
}
