import { hash } from 'node:crypto';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { FactsOf, Frame } from '../../facts/loading/frame-types.js';
import { refName, type SubjectRef } from '../../facts/loading/load.js';
import type { Assessment, SubjectType } from '../assessment-types.js';
import { digestAnswers, formatSilentAnswer, isSilent, toAnswerSet, type AnswerSetOf } from './answer-set.rules.js';
import type { SilentAnswer } from './answer-set.rules.js';

/** What was answered of a subject: all of it, and what of it has no row of its own. */
export interface AnswersOf {
  frame: Frame;
  facts: FactsOf;
  all: Assessment[];
  silent: Assessment[];
}

interface StoredSubject {
  type: SubjectType;
  id: string;
  answers: string | null;
  digest: string | null;
  due: string | null;
  uses: string;
}

/** What is stored of some subjects: of the roots they were read from, a digest. */
const READ_SUBJECTS = `
  SELECT r.subject_type AS type, r.subject_id AS id, r.answers::text AS answers, r.digest::text AS digest, r.due_on::text AS due,
    md5(array_to_string(r.uses, ',')) AS uses
  FROM unnest($1::text[], $2::uuid[]) AS s(type, id)
  JOIN risk_subject r ON r.subject_type = s.type AND r.subject_id = s.id`;

/** Sets that are there already stay as they are: their number says what is in them. */
const INSERT_SETS = `
  INSERT INTO answer_set (set_id, indicator, version, severity, state, code, missing)
  SELECT g.set_id, g.indicator, g.version, g.severity, g.state, g.code, g.missing FROM jsonb_to_recordset($1::jsonb)
    AS g(set_id bigint, indicator text, version integer, severity text, state text, code text, missing text[])
  ORDER BY g.set_id, g.indicator
  ON CONFLICT (set_id, indicator) DO NOTHING`;

const READ_SETS = `
  SELECT e.set_id::text AS set, e.indicator, e.version, e.severity, e.state, e.code, e.missing FROM answer_set e
  WHERE e.set_id = ANY ($1::bigint[])`;

const UPSERT_SUBJECTS = `
  INSERT INTO risk_subject AS s (subject_type, subject_id, dataset, uses, due_on, region, programme_id, answers, digest, assessed_at, run_id)
  SELECT g.type, g.id, g.dataset, g.uses, g.due, g.region, g.programme, g.answers, g.digest, $2::timestamptz, $3::uuid
  FROM jsonb_to_recordset($1::jsonb) AS g(type text, id uuid, dataset text, uses uuid[], due date, region text, programme uuid,
    answers bigint, digest bigint)
  ORDER BY g.type, g.id
  ON CONFLICT (subject_type, subject_id) DO UPDATE SET uses = EXCLUDED.uses, due_on = EXCLUDED.due_on, region = EXCLUDED.region,
    programme_id = EXCLUDED.programme_id, answers = EXCLUDED.answers, digest = EXCLUDED.digest,
    assessed_at = CASE WHEN coalesce(s.digest, EXCLUDED.digest) = EXCLUDED.digest AND s.answers IS NOT DISTINCT FROM EXCLUDED.answers
      THEN s.assessed_at ELSE EXCLUDED.assessed_at END,
    run_id = CASE WHEN coalesce(s.digest, EXCLUDED.digest) = EXCLUDED.digest AND s.answers IS NOT DISTINCT FROM EXCLUDED.answers
      THEN s.run_id ELSE EXCLUDED.run_id END`;

const DELETE_SUBJECTS = `
  WITH gone AS (
    DELETE FROM risk_subject r USING unnest($1::text[], $2::uuid[]) AS s(type, id)
    WHERE r.subject_type = s.type AND r.subject_id = s.id RETURNING r.answers
  )
  SELECT count(e.set_id)::integer AS answers FROM gone g LEFT JOIN answer_set e ON e.set_id = g.answers`;

/**
 * Keeps what some subjects were read from and what was found to be nothing: one number a subject, of a set of answers. Answers
 * how many answers are new, changed or gone, `own` being those that have a row of their own. A subject that is what it was is
 * not sent.
 */
export async function storeSubjects(
  tx: Tx,
  subjects: readonly SubjectRef[],
  given: readonly AnswersOf[],
  run: string | null,
): Promise<number> {
  const stored = new Map(
    (
      await tx.runPreparedQuery<StoredSubject>(READ_SUBJECTS, [
        subjects.map(({ type }) => type),
        subjects.map(({ id }) => id),
      ])
    ).map((subject) => [refName(subject), subject]),
  );
  const news = given
    .map(({ frame, facts, all, silent }) => {
      const set = toAnswerSet(silent.filter(isSilent));
      return { frame, all, set, digest: digestAnswers(frame, facts, all), before: stored.get(refName(frame.subject)) };
    })
    .filter(({ frame, set, digest, before }) => before === undefined || isOther(before, frame, set, digest));
  const changed = news.length === 0 ? 0 : await writeSubjects(tx, news, run);
  // One body is a subject as agency and another as buyer.
  const there = new Set(given.map(({ frame }) => refName(frame.subject)));
  const absent = subjects.filter((subject) => stored.has(refName(subject)) && !there.has(refName(subject)));
  if (absent.length === 0) return changed;
  const [gone] = await tx.query<{ answers: number }>(DELETE_SUBJECTS, [
    absent.map(({ type }) => type),
    absent.map(({ id }) => id),
  ]);
  return changed + (gone?.answers ?? 0);
}

const isOther = (before: StoredSubject, frame: Frame, set: AnswerSetOf | null, digest: string): boolean =>
  before.digest !== digest ||
  before.answers !== (set?.id ?? null) ||
  before.due !== frame.dueOn ||
  before.uses !== hash('md5', frame.uses.join(','), 'hex');

interface NewSubject {
  frame: Frame;
  all: readonly Assessment[];
  set: AnswerSetOf | null;
  digest: string;
  before: StoredSubject | undefined;
}

async function writeSubjects(tx: Tx, news: readonly NewSubject[], run: string | null): Promise<number> {
  const sets = new Map(news.flatMap(({ set }) => (set === null ? [] : [[set.id, set.answers] as const])));
  const rows = [...sets].flatMap(([id, answers]) => answers.map((answer) => ({ set_id: id, ...answer })));
  if (rows.length > 0) await tx.runPreparedQuery(INSERT_SETS, [JSON.stringify(rows)]);
  const subjects = news.map(({ frame, set, digest }) => ({
    type: frame.subject.type,
    id: frame.subject.id,
    dataset: frame.dataset,
    uses: frame.uses,
    due: frame.dueOn,
    region: frame.region,
    programme: frame.programme,
    answers: set?.id ?? null,
    digest,
  }));
  await tx.runPreparedQuery(UPSERT_SUBJECTS, [JSON.stringify(subjects), await tx.now(), run]);
  return countChanges(tx, news);
}

/** Answers that are not as they were; where all of a subject say what they said, and only what they rest on changed, one. */
async function countChanges(tx: Tx, news: readonly NewSubject[]): Promise<number> {
  const moved = news.flatMap(({ before, set }) =>
    before !== undefined && before.answers !== null && before.answers !== set?.id ? [before.answers] : [],
  );
  const old =
    moved.length === 0 ? [] : await tx.query<SilentAnswer & { set: string }>(READ_SETS, [[...new Set(moved)]]);
  return news.reduce((sum, { all, before, set, digest }) => {
    if (before === undefined) return sum + (set?.answers.length ?? 0);
    if (before.answers === (set?.id ?? null))
      return sum + (before.digest === null || before.digest === digest || set === null ? 0 : 1);
    const was = old.filter((answer) => answer.set === before.answers);
    const said = new Set(was.map(formatSilentAnswer));
    const spoken = new Set(all.map(({ indicator }) => indicator));
    const other = (set?.answers ?? []).filter((answer) => !said.has(formatSilentAnswer(answer)));
    return sum + other.length + was.filter(({ indicator }) => !spoken.has(indicator)).length;
  }, 0);
}
