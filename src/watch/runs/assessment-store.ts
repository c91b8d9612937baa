import type { Tx } from '../../kernel/database/transactions.js';
import type { Assessment, AssessmentState, Severity, SubjectType } from './assessment-types.js';
import type { Frame } from '../facts/loading/frame-types.js';
import type { SubjectRef } from '../facts/loading/load.js';
import { deriveRootCause, type RootType } from '../flags/root-cause.rules.js';

/** A rule's answer with its frame, ready to be stored. */
export interface Assessed {
  assessment: Assessment;
  frame: Frame;
  /** What the rule was given. */
  inputs: object;
}

/** A stored answer that is not what it was. */
export interface ChangedAssessment {
  id: string;
  indicator: string;
  subject_type: SubjectType;
  subject_id: string;
  /** Null: new. */
  before_state: AssessmentState | null;
  /** Null: gone, with its subject or because the rule no longer speaks of it. */
  state: AssessmentState | null;
  severity: Severity;
}

/** The columns that facts and rules decide; two passes over the same facts agree in every one of them. */
const DECIDED = [
  'dataset',
  'version',
  'severity',
  'subject_key',
  'state',
  'value',
  'threshold',
  'unit',
  'p_value',
  'title',
  'explanation',
  'limitation',
  'basis',
  'evidence',
  'reason',
  'inputs_hash',
  'root_type',
  'root_id',
  'region',
  'programme_id',
  'bodies',
  'history',
] as const;
const KEY = ['indicator', 'subject_type', 'subject_id'] as const;
const ASSESSED_COLUMNS = [...KEY, ...DECIDED];

const TYPES = `dataset text, version integer, severity text, subject_key text, state text, value text, threshold text,
  unit text, p_value text, title jsonb, explanation jsonb, limitation jsonb, basis jsonb, evidence jsonb, reason jsonb,
  inputs_hash text, root_type text, root_id uuid, region text, programme_id uuid, bodies uuid[], history boolean,
  indicator text, subject_type text, subject_id uuid`;

/** One statement however many answers: an answer that is what it was is not touched, so a second pass changes nothing. */
const UPSERT = `
  WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(${TYPES})),
  before AS (
    SELECT a.indicator, a.subject_type, a.subject_id, a.state FROM assessment a JOIN given USING (${KEY.join(', ')})
  ),
  written AS (
    INSERT INTO assessment AS a (${ASSESSED_COLUMNS.join(', ')}, assessed_at, run_id)
    SELECT ${ASSESSED_COLUMNS.join(', ')}, $2, $3 FROM given ORDER BY ${KEY.join(', ')}
    ON CONFLICT (${KEY.join(', ')}) DO UPDATE SET
      ${DECIDED.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}, assessed_at = EXCLUDED.assessed_at, run_id = EXCLUDED.run_id
    WHERE (${DECIDED.map((column) => `a.${column}`).join(', ')})
      IS DISTINCT FROM (${DECIDED.map((column) => `EXCLUDED.${column}`).join(', ')})
    RETURNING a.id, a.indicator, a.subject_type, a.subject_id, a.state, a.severity
  )
  SELECT w.*, b.state AS before_state FROM written w LEFT JOIN before b USING (${KEY.join(', ')})
  ORDER BY w.indicator, w.subject_type, w.subject_id`;

/** Answers of these subjects that no rule gives any more. */
const DELETE_GONE = `
  WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(indicator text, subject_type text, subject_id uuid)),
  gone AS (
    DELETE FROM assessment a USING unnest($2::text[], $3::uuid[]) AS s(type, id)
    WHERE a.subject_type = s.type AND a.subject_id = s.id
      AND NOT EXISTS (SELECT FROM given g WHERE g.indicator = a.indicator AND g.subject_type = a.subject_type AND g.subject_id = a.subject_id)
    RETURNING a.id, a.indicator, a.subject_type, a.subject_id, a.state AS before_state, a.severity
  ) SELECT *, NULL AS state FROM gone ORDER BY indicator, subject_type, subject_id`;

const UPSERT_SUBJECTS = `
  INSERT INTO risk_subject AS s (subject_type, subject_id, dataset, uses, due_on)
  SELECT g.type, g.id, g.dataset, g.uses, g.due FROM jsonb_to_recordset($1::jsonb)
    AS g(type text, id uuid, dataset text, uses uuid[], due date)
  ORDER BY g.type, g.id
  ON CONFLICT (subject_type, subject_id) DO UPDATE SET uses = EXCLUDED.uses, due_on = EXCLUDED.due_on
  WHERE s.uses <> EXCLUDED.uses OR s.due_on IS DISTINCT FROM EXCLUDED.due_on`;

const DELETE_SUBJECTS = `
  DELETE FROM risk_subject r USING unnest($1::text[], $2::uuid[]) AS s(type, id)
  WHERE r.subject_type = s.type AND r.subject_id = s.id`;

/** Writes the answers on some subjects; answers those that are new, changed or gone. */
export async function storeAssessments(
  tx: Tx,
  subjects: readonly SubjectRef[],
  frames: readonly Frame[],
  assessed: readonly Assessed[],
  run: string | null,
): Promise<ChangedAssessment[]> {
  const types = subjects.map((subject) => subject.type);
  const ids = subjects.map((subject) => subject.id);
  const rows = assessed.map(toAssessmentRow);
  const keys = rows.map(({ indicator, subject_type, subject_id }) => ({ indicator, subject_type, subject_id }));
  const changed = await tx.runPreparedQuery<ChangedAssessment>(UPSERT, [JSON.stringify(rows), await tx.now(), run]);
  const gone = await tx.runPreparedQuery<ChangedAssessment>(DELETE_GONE, [JSON.stringify(keys), types, ids]);
  await tx.runPreparedQuery(UPSERT_SUBJECTS, [JSON.stringify(frames.map(subjectRow))]);
  // One body is a subject as agency and another as buyer.
  const there = new Set(frames.map(({ subject }) => `${subject.type}:${subject.id}`));
  const absent = subjects.filter(({ type, id }) => !there.has(`${type}:${id}`));
  if (absent.length > 0) await tx.query(DELETE_SUBJECTS, [absent.map((s) => s.type), absent.map((s) => s.id)]);
  return [...changed, ...gone];
}

const subjectRow = ({ subject, dataset, uses, dueOn }: Frame) => ({
  type: subject.type,
  id: subject.id,
  dataset,
  uses,
  due: dueOn,
});

interface AssessmentRow {
  indicator: string;
  subject_type: SubjectType;
  subject_id: string;
  root_type: RootType;
  [column: string]: unknown;
}

function toAssessmentRow({ assessment, frame }: Assessed): AssessmentRow {
  const root = deriveRootCause(assessment.indicator, frame);
  return {
    indicator: assessment.indicator,
    subject_type: assessment.subject.type,
    subject_id: assessment.subject.id,
    dataset: frame.dataset,
    version: assessment.version,
    severity: assessment.severity,
    subject_key: assessment.subject.key,
    state: assessment.state,
    value: assessment.value,
    threshold: assessment.threshold,
    unit: assessment.unit,
    p_value: assessment.pValue,
    title: assessment.title,
    explanation: assessment.explanation,
    limitation: assessment.limitation,
    basis: assessment.basis,
    evidence: assessment.evidence,
    reason: assessment.reason,
    inputs_hash: assessment.inputsHash,
    root_type: root.type,
    root_id: root.id,
    region: frame.region,
    programme_id: frame.programme,
    bodies: frame.bodies,
    history: frame.history,
  };
}
