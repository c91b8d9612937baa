import type { Text } from '../../../kernel/errors/texts.js';
import { getIndicator, type IndicatorId } from '../../rules/registry.js';
import type { AssessmentRow } from '../assessment.dto.js';
import type { Assessment } from '../assessment-types.js';

/** An answer that found nothing, as it is stored: of why it did, the code or the missing fields. */
export type SilentRow = Omit<
  AssessmentRow,
  'title' | 'explanation' | 'limitation' | 'basis' | 'evidence' | 'inputs_hash'
>;

/** What says why an answer was given, whatever thread it comes from. */
type Explaining = Omit<Assessment, 'subject' | 'asOf' | 'seed'>;

/** Facts came between the answer and its reader. */
const CHANGED: Text = {
  en: 'The facts have changed since this answer was given. The rule is about to be asked again.',
  zh: '作出本判断后事实已有变化，本规则即将重新判断。',
};

/** It is said again by facts that are not those of before. */
const ASKED_ANEW: Text = {
  en: ' Facts have changed since this answer was given: these words and figures are those of today’s.',
  zh: '作出本判断后事实已有变化，以上说明和数据按当前事实得出。',
};
/** A market is large, or many are asked for. */
const LATE: Text = {
  en: 'Why this answer was given is being computed anew from all lots of the market. Ask again in a moment.',
  zh: '正在根据该市场的全部采购包重新计算本判断的理由，请稍后再次查询。',
};

/** The answer of a group in full, as its market gives it now; `late`: nobody knows yet. */
export function explainGroupRow(
  row: SilentRow,
  now: { said: Explaining | undefined; changed: boolean } | 'late',
): AssessmentRow {
  if (now === 'late') return { ...nameRule(row), explanation: LATE, evidence: [], inputs_hash: '' };
  const { said, changed } = now;
  const full = explainSilentRow(row, said);
  if (!changed || said === undefined || !isSameAnswer(row, said)) return full;
  const { en, zh } = full.explanation;
  return { ...full, explanation: { ...full.explanation, en: `${en}${ASKED_ANEW.en}`, zh: `${zh}${ASKED_ANEW.zh}` } };
}

/** The answer in full: as the facts give it now, where they give the same one. */
export function explainSilentRow(row: SilentRow, now: Explaining | undefined): AssessmentRow {
  if (now !== undefined && isSameAnswer(row, now))
    return {
      ...row,
      value: now.value,
      threshold: now.threshold,
      unit: now.unit,
      p_value: now.pValue,
      title: now.title,
      explanation: now.explanation,
      limitation: now.limitation,
      basis: now.basis,
      evidence: now.evidence,
      reason: now.reason,
      inputs_hash: now.inputsHash,
    };
  return { ...nameRule(row), explanation: CHANGED, evidence: [], inputs_hash: now?.inputsHash ?? '' };
}

const isSameAnswer = (row: SilentRow, now: Explaining): boolean =>
  now.state === row.state && now.version === row.version && now.severity === row.severity;

/** With the words of its rule. */
function nameRule(row: SilentRow): SilentRow & Pick<AssessmentRow, 'title' | 'limitation' | 'basis'> {
  const { title, limitation, basis } = getIndicator(row.indicator as IndicatorId);
  return { ...row, title, limitation, basis };
}
