import type { FactsByFamily } from '../../rules/indicator-types.js';
import { findIndicator, type IndicatorId } from '../../rules/registry.js';
import { assess } from '../../runs/assess.rules.js';
import { GROUP_TYPES, type SubjectType } from '../../runs/assessment-types.js';
import { subjectLabelSql } from '../../runs/subject-labels.queries.js';
import type { EvidenceRow } from './flag-evidence.queries.js';

interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T>;
}
interface FoundRow {
  id: string;
  indicator: IndicatorId;
  subject_type: SubjectType;
  subject_id: string;
  label: string | null;
  state: EvidenceRow['state'];
  inputs: FactsByFamily['group'];
  inputs_hash: string;
  assessed_at: Date;
}

const READ_FOUND = `
  SELECT s.assessment_id AS id, f.indicator, s.subject_type, s.subject_id, ${subjectLabelSql('s.subject_type', 's.subject_id')} AS label,
    a.state, s.inputs, s.inputs_hash, s.since AS assessed_at
  FROM flag_subject s JOIN flag f ON f.id = s.flag_id
  LEFT JOIN assessment a ON a.indicator = f.indicator AND a.subject_type = s.subject_type AND a.subject_id = s.subject_id
  WHERE s.assessment_id = ANY ($1::uuid[]) AND s.active AND s.subject_type = ANY ($2::text[]) AND a.state IS DISTINCT FROM 'triggered'`;

/**
 * What the last screening that judged a group found of it: while it waits for the next, or cannot be judged any more, its
 * flag rests on that. The facts were stored as the rule was given them, and give the same answer.
 */
export async function loadScreenedEvidence(reader: Reader, assessments: readonly string[]): Promise<EvidenceRow[]> {
  const rows = await reader.query<FoundRow[]>(READ_FOUND, [assessments, [...GROUP_TYPES, 'market']]);
  return rows.flatMap(({ inputs, inputs_hash: hash, ...row }) => {
    const rule = findIndicator(row.indicator);
    if (rule?.facts !== 'group') return [];
    const { version, value, threshold, unit, pValue, explanation, evidence } = assess(rule, inputs);
    const found = { version, value, threshold, unit, p_value: pValue, explanation, evidence, inputs_hash: hash };
    return [{ ...row, ...found }];
  });
}
