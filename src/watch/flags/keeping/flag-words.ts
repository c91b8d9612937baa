import type { Tx } from '../../../kernel/database/transactions.js';
import type { Basis, Explanation, Severity, Text } from '../../runs/assessment-types.js';
import { holdScreenedSql } from '../../screening/markets/screened-counts.queries.js';
import { explainFlag } from '../flag.rules.js';
import { concernedBodiesSql } from '../hearing/bodies-beside.js';
import { RESTATED_REACH, restateReach } from '../programmes/restated-reach.js';

/** What a flag amounts to now. */
export interface Sum {
  flag: string;
  active: number;
  others: number;
  history: boolean;
}
/** The heaviest subject of a flag, which speaks for it. */
export interface Example {
  flag: string;
  severity: Severity;
  explanation: Explanation;
  title: Text;
  limitation: Text;
  basis: Basis;
  region: string | null;
  programme: string | null;
}

/** A cause is not counted among its own subjects, unless it stands alone. */
const SUM_FLAGS = `
  SELECT s.flag_id AS flag, count(*)::integer AS active,
    count(*) FILTER (WHERE s.subject_id <> f.root_id)::integer AS others,
    bool_and(s.history) AS history
  FROM flag_subject s JOIN flag f ON f.id = s.flag_id
  WHERE s.flag_id = ANY ($1::uuid[]) AND s.active GROUP BY s.flag_id`;

/** In the words in which bodies were asked about it, or it was decided. */
const EXAMPLES = `
  SELECT DISTINCT ON (s.flag_id) s.flag_id AS flag, coalesce(s.held ->> 'severity', s.severity) AS severity,
    coalesce(s.held -> 'explanation', s.explanation) AS explanation,
    CASE WHEN s.held IS NULL THEN a.title ELSE coalesce(s.held -> 'title', f.title) END AS title,
    CASE WHEN s.held IS NULL THEN a.limitation ELSE coalesce(s.held -> 'limitation', f.limitation) END AS limitation, coalesce(s.held -> 'basis', s.basis) AS basis,
    coalesce(p.region, a.region) AS region, a.programme_id AS programme
  FROM flag_subject s JOIN flag f ON f.id = s.flag_id
  JOIN assessment a ON a.id = s.assessment_id
  LEFT JOIN programmes p ON f.root_type IN ('programme_calendar', 'programme') AND p.id = f.root_id
  WHERE s.flag_id = ANY ($1::uuid[]) AND s.active
  ORDER BY s.flag_id, array_position(ARRAY['violation', 'risk', 'notice'], coalesce(s.held ->> 'severity', s.severity)),
    s.subject_id = f.root_id, s.subject_type, s.subject_id`;

/** What some flags amount to; those without a subject that triggers are left out. */
export async function readSums(tx: Tx, flags: readonly string[]): Promise<Map<string, Sum>> {
  const sums = await tx.query<Sum>(SUM_FLAGS, [flags]);
  return new Map(sums.map((sum) => [sum.flag, sum]));
}

/** The subject that speaks for each of some flags. */
export async function readExamples(tx: Tx, flags: readonly string[]): Promise<Map<string, Example>> {
  const examples = await tx.query<Example>(EXAMPLES, [flags]);
  return new Map(examples.map((example) => [example.flag, example]));
}

/** SQL: what subject `s` of a flag says. */
const HELD_WORDS = holdScreenedSql(
  's.explanation',
  '(SELECT f.dataset FROM flag f WHERE f.id = s.flag_id)',
  '(SELECT f.indicator FROM flag f WHERE f.id = s.flag_id)',
);

/** SQL: a text of the rule as it found subject `s`; where it finds it no more, as the flag says it. */
const textSql = (column: 'title' | 'limitation'): string =>
  `coalesce((SELECT a.${column} FROM assessment a WHERE a.id = s.assessment_id AND a.state = 'triggered'),
      (SELECT f.${column} FROM flag f WHERE f.id = s.flag_id))`;

/** SQL: holds what is found of subject `s`, its words, figures and facts, as it stands now. */
const HOLD = `held_finding = s.finding || jsonb_build_object('inputs', s.inputs),
    held = jsonb_build_object('severity', s.severity, 'explanation', ${HELD_WORDS}, 'basis', s.basis, 'inputsHash', s.inputs_hash,
      'title', ${textSql('title')}, 'limitation', ${textSql('limitation')}),
    found_otherwise = false`;

/** Subjects of flags that are asked about or decided and have not been before, as they stand. */
const HOLD_REST = `
  WITH words AS (
    UPDATE flag f SET explanation = ${holdScreenedSql('f.explanation', 'f.dataset', 'f.indicator')}
    WHERE f.id = ANY ($1::uuid[]) AND f.explanation ? 'chance'
  )
  UPDATE flag_subject s SET ${HOLD} WHERE s.flag_id = ANY ($1::uuid[]) AND s.active AND s.held IS NULL`;

/** Subjects of which other bodies than those of $2 are told what they were told before, until they are asked anew. */
const HOLD_ANEW = `
  UPDATE flag_subject s SET ${HOLD} WHERE s.flag_id = $1 AND s.active AND ARRAY(${concernedBodiesSql('s')}) && $2::uuid[]
    AND s.held ->> 'inputsHash' <> s.inputs_hash
  RETURNING ARRAY(${concernedBodiesSql('s')}) AS bodies`;

/** Of subjects whose facts were corrected, what holds now. */
const HOLD_CORRECTED = `
  UPDATE flag_subject s SET ${HOLD} FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS g(flag, type, id)
  WHERE s.flag_id = g.flag AND s.subject_type = g.type AND s.subject_id = g.id`;

const RELEASE = `UPDATE flag_subject s SET held = NULL, held_finding = NULL, found_otherwise = false WHERE s.flag_id = ANY ($1::uuid[])`;

const WRITE_WORDS = `
  UPDATE flag f SET severity = $2, explanation = $3, basis = $4, title = $5, limitation = $6, ${RESTATED_REACH} WHERE f.id = $1`;

/** From now on the flags say what they say now, whatever facts come later; what was held before stays. */
export async function holdFindings(tx: Tx, flags: readonly string[]): Promise<void> {
  if (flags.length > 0) await tx.query(HOLD_REST, [flags]);
}

/** After a correction the subjects say what is found on the corrected facts. */
export async function holdCorrectedSubjects(
  tx: Tx,
  subjects: readonly { flag: string; type: string; id: string }[],
): Promise<void> {
  if (subjects.length === 0) return;
  await tx.query(HOLD_CORRECTED, [subjects.map((s) => s.flag), subjects.map((s) => s.type), subjects.map((s) => s.id)]);
}

/** The flags follow the facts again. */
export async function releaseFindings(tx: Tx, flags: readonly string[]): Promise<void> {
  if (flags.length > 0) await tx.query(RELEASE, [flags]);
}

/**
 * Bodies are asked about what a flag says today of their subjects, and of how many of a programme it is true. Answers the bodies of
 * subjects, and who took part in subjects, that say something else than before: who answered that is asked anew; null: all are, for
 * of how many it is true they all were told.
 */
export async function holdForBodies(tx: Tx, flag: string, bodies: readonly string[]): Promise<string[] | null> {
  const changed = await tx.query<{ bodies: string[] }>(HOLD_ANEW, [flag, bodies]);
  await holdFindings(tx, [flag]);
  const restated = await restateReach(tx, [flag]);
  if (changed.length > 0) await restateFlag(tx, flag);
  return restated.length > 0 ? null : [...new Set(changed.flatMap((subject) => subject.bodies))];
}

/** Writes the words of a flag anew, after what it holds has changed. */
export async function restateFlag(tx: Tx, flag: string): Promise<void> {
  const sums = await readSums(tx, [flag]);
  const example = (await readExamples(tx, [flag])).get(flag);
  if (example === undefined) return;
  const explanation = explainFlag(sums.get(flag)?.others ?? 0, example.explanation);
  const { severity, basis, title, limitation } = example;
  await tx.query(WRITE_WORDS, [flag, severity, explanation, basis, title, limitation]);
}
