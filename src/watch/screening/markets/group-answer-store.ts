import type { Tx } from '../../../kernel/database/transactions.js';
import type { SubjectRef } from '../../facts/loading/load.js';
import {
  formatSilentAnswer,
  isSilent,
  toSilentAnswer,
  type SilentAnswer,
} from '../../runs/answers/answer-set.rules.js';
import type { SilentState } from '../../runs/answers/answer-set.entity.js';
import type { Assessed, ChangedAssessment } from '../../runs/assessment-store.js';
import type { Assessment, Severity } from '../../runs/assessment-types.js';
import { digestGroupAnswers, listAnswersByGroup } from './group-answers.rules.js';
import type { StoredGroup } from './market-store.js';

/** Which answers flags hold, or held: they keep a row of their own. */
const READ_CITED = `
  SELECT f.indicator, s.subject_type AS type, s.subject_id AS id FROM unnest($1::text[], $2::uuid[]) AS g(type, id)
  JOIN flag_subject s ON s.subject_type = g.type AND s.subject_id = g.id JOIN flag f ON f.id = s.flag_id`;

/** Answers of groups of a market that found nothing and have a row each, as the release before writes them. */
const FIND_WHOLE_ROWS = `
  SELECT EXISTS (
    SELECT FROM bidder_group g JOIN assessment a ON a.subject_type = g.kind AND a.subject_id = g.id AND a.state <> 'triggered'
    WHERE g.market_id = $1 AND NOT EXISTS (SELECT FROM flag_subject s JOIN flag f ON f.id = s.flag_id
      WHERE s.subject_type = a.subject_type AND s.subject_id = a.subject_id AND f.indicator = a.indicator)) AS found`;

/** They are few: some of each rule and version. */
const READ_ANSWERS = `SELECT e.id, e.indicator, e.version, e.severity, e.state, e.code, e.missing FROM group_answer e`;

const INSERT_ANSWERS = `
  INSERT INTO group_answer (indicator, version, severity, state, code, missing)
  SELECT g.indicator, g.version, g.severity, g.state, coalesce(g.code, ''), coalesce(g.missing, '{}') FROM jsonb_to_recordset($1::jsonb)
    AS g(indicator text, version integer, severity text, state text, code text, missing text[])
  ORDER BY g.indicator, g.version, g.severity, g.state, coalesce(g.code, ''), coalesce(g.missing, '{}')
  ON CONFLICT (indicator, version, severity, state, code, missing) DO NOTHING`;

const WRITE_ANSWERS = `
  UPDATE bidder_group g SET answers = r.answers, digest = r.digest, assessed_at = $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, answers smallint[], digest bigint) WHERE g.id = r.id`;

const nameAnswer = (indicator: string, { type, id }: SubjectRef): string => `${indicator} ${type}:${id}`;

/** Whether an answer about a group, or the market, needs a row of its own: it finds something, or a flag cites it. */
export async function findKeptAnswers(
  tx: Tx,
  subjects: readonly SubjectRef[],
): Promise<(assessment: Assessment) => boolean> {
  const rows = await tx.query<SubjectRef & { indicator: string }>(READ_CITED, [
    subjects.map(({ type }) => type),
    subjects.map(({ id }) => id),
  ]);
  const cited = new Set(rows.map((row) => nameAnswer(row.indicator, row)));
  return ({ state, subject, indicator }) =>
    state === 'triggered' || subject.type === 'market' || cited.has(nameAnswer(indicator, subject));
}

/** Whether a market has answers that are still to lose a row of their own. */
export async function hasRowsToPack(tx: Tx, market: string): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>(FIND_WHOLE_ROWS, [market]);
  return row?.found === true;
}

interface StoredAnswer {
  id: number;
  indicator: string;
  version: number;
  severity: Severity;
  state: SilentState;
  code: string;
  missing: string[];
}

/**
 * Keeps what was found to be nothing of the groups of a market, as numbers of answers. Answers how many are new, changed or gone.
 * @param packed rows that this takes the place of
 */
export async function storeGroupAnswers(
  tx: Tx,
  groups: readonly StoredGroup[],
  assessed: readonly Assessed[],
  isKept: (assessment: Assessment) => boolean,
  packed: readonly ChangedAssessment[],
): Promise<number> {
  const answersOf = listAnswersByGroup(assessed);
  const given = groups.map((group) => {
    const all = answersOf.get(group.id) ?? [];
    const silent = all
      .map(({ assessment }) => assessment)
      .filter(isSilent)
      .filter((assessment) => !isKept(assessment));
    return { group, all, silent: silent.map(toSilentAnswer) };
  });
  const numbers = await numberAnswers(
    tx,
    given.flatMap(({ silent }) => silent),
  );
  const was = new Map(packed.map((row) => [`${row.indicator} ${row.subject_id}`, row.before_state]));
  const news = given
    .map(({ group, all, silent }) => ({
      ...{ group, all, silent },
      answers: silent.length === 0 ? null : silent.map((answer) => numbers.numberOf(answer)),
      digest: all.length === 0 ? null : digestGroupAnswers(all),
    }))
    .filter(({ group, answers, digest }) => group.digest !== digest || group.answers?.join() !== answers?.join());
  if (news.length === 0) return 0;
  const rows = news.map(({ group: { id }, answers, digest }) => ({ id, answers, digest }));
  await tx.query(WRITE_ANSWERS, [JSON.stringify(rows), await tx.now()]);
  return news.reduce((sum, { group, all, silent, digest }) => {
    const before = (group.answers ?? []).flatMap((number) => numbers.byNumber.get(number) ?? []);
    const said = new Set(before.map(formatSilentAnswer));
    const spoken = new Set(all.map(({ assessment }) => assessment.indicator));
    const other = silent.filter(
      (answer) => !said.has(formatSilentAnswer(answer)) && was.get(`${answer.indicator} ${group.id}`) !== answer.state,
    );
    const changed = other.length + before.filter(({ indicator }) => !spoken.has(indicator)).length;
    // All say what they said, and what they rest on changed.
    if (changed === 0 && group.digest !== null && group.digest !== digest && silent.length > 0) return sum + 1;
    return sum + changed;
  }, 0);
}

interface NumberedAnswers {
  byNumber: ReadonlyMap<number, SilentAnswer>;
  numberOf(answer: SilentAnswer): number;
}

/** The numbers of all answers there are; those of these that have none get one. */
async function numberAnswers(tx: Tx, answers: readonly SilentAnswer[]): Promise<NumberedAnswers> {
  const wanted = new Map(answers.map((answer) => [formatSilentAnswer(answer), answer]));
  const first = await readAnswers(tx);
  const absent = [...wanted].flatMap(([text, answer]) => (first.byText.has(text) ? [] : [answer]));
  if (absent.length > 0) await tx.query(INSERT_ANSWERS, [JSON.stringify(absent)]);
  const { byText, byNumber } = absent.length > 0 ? await readAnswers(tx) : first;
  return {
    byNumber,
    numberOf: (answer) => {
      const number = byText.get(formatSilentAnswer(answer));
      if (number === undefined) throw new Error(`${formatSilentAnswer(answer)} has no number`);
      return number;
    },
  };
}

async function readAnswers(tx: Tx): Promise<{ byText: Map<string, number>; byNumber: Map<number, SilentAnswer> }> {
  const rows = await tx.query<StoredAnswer>(READ_ANSWERS);
  const byNumber = new Map(rows.map(({ id, ...row }) => [id, toSilent(row)]));
  return { byNumber, byText: new Map([...byNumber].map(([id, answer]) => [formatSilentAnswer(answer), id])) };
}

const toSilent = ({ code, missing, ...answer }: Omit<StoredAnswer, 'id'>): SilentAnswer => ({
  ...answer,
  code: code === '' ? null : code,
  missing: missing.length === 0 ? null : missing,
});
