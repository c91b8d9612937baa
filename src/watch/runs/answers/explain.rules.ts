import type { Text } from '../../../kernel/errors/texts.js';
import { getIndicator, type IndicatorId } from '../../rules/registry.js';
import type { AssessmentRow } from '../assessment.dto.js';
import type { Assessment } from '../assessment-types.js';

/** An answer that found nothing, as it is stored: of why it did, the code or the missing fields. */
export type SilentRow = Omit<
  AssessmentRow,
  'title' | 'explanation' | 'limitation' | 'basis' | 'evidence' | 'inputs_hash'
>;

/** Facts came between the answer and its reader. */
const CHANGED: Text = {
  en: 'The facts have changed since this answer was given. The rule is about to be asked again.',
  zh: '作出本判断后事实已有变化，本规则即将重新判断。',
};

/** The answer in full: as the facts give it now, where they give the same one. */
export function explainSilentRow(row: SilentRow, now: Assessment | undefined): AssessmentRow {
  if (now?.state === row.state && now.version === row.version && now.severity === row.severity)
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
  const { title, limitation, basis } = getIndicator(row.indicator as IndicatorId);
  return { ...row, title, explanation: CHANGED, limitation, basis, evidence: [], inputs_hash: now?.inputsHash ?? '' };
}
