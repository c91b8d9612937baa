import { hash } from 'node:crypto';
import type { Tx } from '../../kernel/database/transactions.js';
import type { Assessment, AssessmentState, Severity, SubjectType } from './assessment-types.js';
import type { Frame, LoadedSubject } from '../facts/loading/frame-types.js';
import { refName, type SubjectRef } from '../facts/loading/load.js';
import { storeSubjects, type AnswersOf } from './answers/answer-set-store.js';
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
  'baseline_id',
] as const;
const KEY = ['indicator', 'subject_type', 'subject_id'] as const;
const ASSESSED_COLUMNS = [...KEY, ...DECIDED];

const TYPES = `dataset text, version integer, severity text, subject_key text, state text, value text, threshold text,
  unit text, p_value text, title jsonb, explanation jsonb, limitation jsonb, basis jsonb, evidence jsonb, reason jsonb,
  inputs_hash text, root_type text, root_id uuid, region text, programme_id uuid, bodies uuid[], history boolean, baseline_id uuid,
  indicator text, subject_type text, subject_id uuid`;

/** What is stored of some subjects, without its words: an answer that is what it was is not sent again. */
const READ_STORED = `
  SELECT a.id, a.indicator, a.subject_type, a.subject_id, a.state, a.severity, a.digest::text AS digest
  FROM unnest($1::text[], $2::uuid[]) AS s(type, id)
  JOIN assessment a ON a.subject_type = s.type AND a.subject_id = s.id`;

/** One statement however many answers: of those that are not what they were. */
const UPSERT = `
  WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(${TYPES}, digest bigint)),
  written AS (
    INSERT INTO assessment AS a (id, ${ASSESSED_COLUMNS.join(', ')}, digest, assessed_at, run_id)
    SELECT md5(concat_ws(' ', indicator, subject_type, subject_id))::uuid, ${ASSESSED_COLUMNS.join(', ')}, digest, $2, $3 FROM given ORDER BY ${KEY.join(', ')}
    ON CONFLICT (${KEY.join(', ')}) DO UPDATE SET digest = EXCLUDED.digest,
      ${DECIDED.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}, assessed_at = EXCLUDED.assessed_at, run_id = EXCLUDED.run_id
    WHERE a.digest IS NULL OR (${DECIDED.map((column) => `a.${column}`).join(', ')})
      IS DISTINCT FROM (${DECIDED.map((column) => `EXCLUDED.${column}`).join(', ')})
    RETURNING a.id, a.indicator, a.subject_type, a.subject_id, a.state, a.severity
  )
  SELECT w.* FROM written w ORDER BY w.indicator, w.subject_type, w.subject_id`;

/** Answers that no rule gives any more. */
const DELETE_GONE = `DELETE FROM assessment WHERE id = ANY ($1::uuid[])`;

/** What storing came to. */
export interface StoredChanges {
  /** Of answers with a row of their own, those that are new, changed or gone: they alone are news to flags. */
  own: ChangedAssessment[];
  /** How many answers are new, changed or gone, all told. */
  count: number;
}

/**
 * Writes the answers on some subjects. One that finds something has a row of its own, and keeps it as long as its rule speaks of
 * the subject, for a flag may cite it; the others of a subject that was loaded are one number together. Groups of a market are
 * not, and have a row an answer.
 */
export async function storeAssessments(
  tx: Tx,
  subjects: readonly SubjectRef[],
  loaded: readonly LoadedSubject[],
  assessed: readonly Assessed[],
  run: string | null,
): Promise<StoredChanges> {
  const stored = await tx.runPreparedQuery<StoredAnswer>(READ_STORED, [
    subjects.map(({ type }) => type),
    subjects.map(({ id }) => id),
  ]);
  const before = new Map(stored.map((answer) => [nameAnswer(answer), answer]));
  const framed = new Map<string, AnswersOf>(
    loaded.map(({ frame, facts }) => [refName(frame.subject), { frame, facts, all: [], silent: [] }]),
  );
  const rowsOf = new Map<string, Set<string>>();
  for (const { indicator, subject_type: type, subject_id: id } of stored) {
    const name = refName({ type, id });
    rowsOf.set(name, (rowsOf.get(name) ?? new Set()).add(indicator));
  }
  const whole: Assessed[] = [];
  let last: { frame: Frame; subject: AnswersOf | undefined; cited: ReadonlySet<string> | undefined } | undefined;
  for (const each of assessed) {
    const { assessment, frame } = each;
    // The answers on one subject follow each other.
    if (last?.frame !== frame) {
      const name = refName(frame.subject);
      last = { frame, subject: framed.get(name), cited: rowsOf.get(name) };
    }
    const { subject, cited } = last;
    subject?.all.push(assessment);
    if (subject === undefined || assessment.state === 'triggered' || cited?.has(assessment.indicator)) whole.push(each);
    else subject.silent.push(assessment);
  }
  const rows = whole.map(toAssessmentRow);
  const changed = await writeAnswers(tx, rows, before, run);
  const given = new Set(rows.map(nameAnswer));
  const gone = stored.filter((answer) => !given.has(nameAnswer(answer))).sort(compareAnswers);
  if (gone.length > 0) await tx.query(DELETE_GONE, [gone.map(({ id }) => id)]);
  const own = [
    ...changed,
    ...gone.map(({ digest: _, state, ...answer }) => ({ ...answer, before_state: state, state: null })),
  ];
  return { own, count: own.length + (await storeSubjects(tx, subjects, [...framed.values()], run)) };
}

interface StoredAnswer extends Pick<
  ChangedAssessment,
  'id' | 'indicator' | 'subject_type' | 'subject_id' | 'severity'
> {
  state: AssessmentState;
  /** Null: of a row that was stored before there were digests. */
  digest: string | null;
}

/** The answers that are not stored in these very words, by one statement; none where there are none. */
async function writeAnswers(
  tx: Tx,
  rows: readonly AssessmentRow[],
  before: ReadonlyMap<string, StoredAnswer>,
  run: string | null,
): Promise<ChangedAssessment[]> {
  const news = rows
    .map((row) => ({ ...row, digest: computeDigest(row) }))
    .filter((row) => before.get(nameAnswer(row))?.digest !== row.digest);
  if (news.length === 0) return [];
  const written = await tx.runPreparedQuery<Omit<ChangedAssessment, 'before_state'>>(UPSERT, [
    JSON.stringify(news),
    await tx.now(),
    run,
  ]);
  return written.map((row) => ({ ...row, before_state: before.get(nameAnswer(row))?.state ?? null }));
}

type AnswerKey = Pick<AssessmentRow, 'indicator' | 'subject_type' | 'subject_id'>;
const nameAnswer = (row: AnswerKey): string => `${row.indicator} ${row.subject_type}:${row.subject_id}`;
const compareAnswers = (a: AnswerKey, b: AnswerKey): number => (nameAnswer(a) < nameAnswer(b) ? -1 : 1);

/** 60 bits of SHA-256 over everything that is stored of an answer: enough to tell it from the one before it. */
const computeDigest = (row: AssessmentRow): string =>
  BigInt(`0x${hash('sha256', JSON.stringify(row), 'hex').slice(0, 15)}`).toString();

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
    baseline_id: frame.baseline ?? null,
  };
}
