import { getRule } from '../../law/rules/rule-book.js';
import type { Evidence, Finding, Reason, Severity, Text, Unit } from '../runs/assessment-types.js';
import type { Recorded, SpanFigures, WindowDates, WindowSpan } from '../facts/fact-types.js';
import { clear, findDispute, insufficient, missing, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Parameter } from '../rules/indicator-types.js';
import { judgeByLot } from '../rules/lots.rules.js';
import { policy } from '../rules/policy.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Below these, in effective working days and in calendar days. The study's window of 2018 had 89 and 151. */
const LEVELS = {
  effective: { risk: Number(getRule('WINDOW-EFFECTIVE-WD').value), notice: 120, unit: 'effective_working_day' },
  calendar: { risk: Number(getRule('WINDOW-SHORT').value), notice: 180, unit: 'calendar_day' },
} as const;
type Measure = keyof typeof LEVELS;

/**
 * W01: too few days to serve anybody. Windows that are known to the month, or that reach beyond the loaded calendar, are
 * answered where the shortest and the longest possible window give the same answer.
 */
export const W01 = judgeByLot<'window'>({
  id: 'W01',
  version: 1,
  severity: 'risk',
  family: 'windows',
  facts: 'window',
  subjectTypes: ['tender', 'contract', 'programme'],
  ...TEXTS.W01,
  parameters: (['effective', 'calendar'] as const).flatMap((measure) =>
    (['notice', 'risk'] as const).map((level): Parameter =>
      policy(`${measure}.${level}`, LEVELS[measure][level], LEVELS[measure].unit),
    ),
  ),
  basis: { kind: 'POLICY' },
  cites: ['WINDOW-SHORT', 'WINDOW-EFFECTIVE-WD'],
  uses: ['category', 'window', 'span', 'termText'] satisfies FieldOf<'window'>[],
  timed: false,
  evaluate({ category, conflicts, window, span, termText }) {
    if (category !== null && !category.continuous)
      return notApplicable({ code: 'category_not_continuous', category: category.code });
    const quarrel = findDispute(conflicts, ['category', 'window']);
    if (quarrel !== null) return insufficient(quarrel);
    const dates = window?.value;
    const unknown = missing({
      category,
      ...(dates === undefined ? { window: null } : { 'window.start': dates.start, 'window.end': dates.end }),
    });
    if (unknown !== null) return judgeUndatedWindow(unknown, dates, termText);
    if (window === null || span === null) return insufficient({ code: 'conflict', fields: ['window'] });
    return judgeSpan(span, listEvidence(window.record, window.value, span));
  },
});

/** Without dates a reader is told what there is: the term in its own words. */
function judgeUndatedWindow(
  unknown: Reason & { missing: string[] },
  dates: WindowDates | undefined,
  term: Recorded<string> | null,
): Finding {
  const isDated = dates !== undefined && dates.start !== null && dates.end !== null;
  if (term === null || isDated) return insufficient(unknown);
  return insufficient({ ...unknown, termText: term.value }, [
    { record: term.record, field: 'termText', value: term.value },
  ]);
}

function judgeSpan(span: WindowSpan, evidence: Evidence[]): Finding {
  const atBest = chooseWorstMeasure(span.longest);
  const atWorst = chooseWorstMeasure(span.shortest);
  if (atBest.severity !== null) {
    const { value, threshold, unit } = atBest;
    const explanation = explain(span, 'triggered');
    return triggerFinding({ severity: atBest.severity, value, threshold, unit, evidence, explanation });
  }
  if (atWorst.severity === null && span.shortest.effectiveWorkingDays !== null) {
    const { value, threshold, unit } = atWorst;
    return clear({ value, threshold, unit, evidence, explanation: explain(span, 'clear') });
  }
  if (span.missingYears.length > 0)
    return insufficient({ code: 'calendar_uncertain', years: [...span.missingYears] }, evidence);
  return insufficient({ code: 'precision', fields: ['window'] }, evidence);
}

interface Judgement {
  severity: Exclude<Severity, 'violation'> | null;
  value: string;
  threshold: string;
  unit: Unit;
}

/** The heavier of the two measures; effective days where both weigh the same. */
function chooseWorstMeasure(figures: SpanFigures): Judgement {
  const calendar = measureDays('calendar', figures.calendarDays);
  if (figures.effectiveWorkingDays === null) return calendar;
  const effective = measureDays('effective', figures.effectiveWorkingDays);
  return weight(calendar) > weight(effective) ? calendar : effective;
}

function measureDays(measure: Measure, days: number): Judgement {
  const { risk, notice, unit } = LEVELS[measure];
  const severity = days < risk ? 'risk' : days < notice ? 'notice' : null;
  return { severity, value: String(days), threshold: String(severity === 'risk' ? risk : notice), unit };
}

function weight({ severity }: Judgement): number {
  return severity === 'risk' ? 2 : severity === 'notice' ? 1 : 0;
}

function listEvidence(record: string, { start, end }: WindowDates, { shortest, longest }: WindowSpan): Evidence[] {
  const window = { record, field: 'window', value: `${start ?? ''}/${end ?? ''}` };
  if (shortest.calendarDays === longest.calendarDays) return [window];
  return [
    window,
    { record, field: 'window.shortest', value: `${shortest.start}/${shortest.end}` },
    { record, field: 'window.longest', value: `${longest.start}/${longest.end}` },
  ];
}

function explain({ shortest, longest, missingYears }: WindowSpan, state: 'triggered' | 'clear'): Text {
  const exact = shortest.calendarDays === longest.calendarDays;
  const figures = state === 'triggered' ? longest : shortest;
  const bound = state === 'triggered' ? { en: 'at most ', zh: '至多' } : { en: 'at least ', zh: '至少' };
  const { en, zh } = exact ? { en: '', zh: '' } : bound;
  const effective = figures.effectiveWorkingDays;
  const beyond = missingYears.length > 0;
  const days =
    effective === null
      ? { en: '; effective working days are not known yet', zh: '；有效工作日尚不可知' }
      : {
          en: `, of which ${beyond ? 'at least ' : en}${effective} are effective working days`,
          zh: `，其中有效工作日${addSpace(beyond ? '至少' : zh)}${effective} 天`,
        };
  const verdict =
    state === 'triggered'
      ? { en: ' That is little time for a service meant to go on.', zh: '对持续性服务而言时间偏短。' }
      : { en: '', zh: '' };
  return {
    en: `From ${figures.start} to ${figures.end} there are ${en}${figures.calendarDays} calendar days${days.en}.${verdict.en}`,
    zh: `${figures.start} 至 ${figures.end} 共${addSpace(zh)}${figures.calendarDays} 个日历日${days.zh}。${verdict.zh}`,
  };
}

/** A Chinese word before a figure, with the space that sets the figure off. */
function addSpace(word: string): string {
  return `${word} `;
}
