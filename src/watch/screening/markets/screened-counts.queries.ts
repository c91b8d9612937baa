import type { Reader } from '../../../kernel/database/reader.js';
import type { Explanation, Text } from '../../runs/assessment-types.js';
import { UNPUBLISHED_SUBJECTS } from '../../flags/disclosure/unpublished.queries.js';
import { addScreenedCount } from '../../rules/chances/chance.rules.js';

/** Rules of one subject that say a chance: they speak with each event, so a run counts of how many subjects they have. */
export const SAYING_CHANCES = `('C05', 'C09', 'C11', 'S02', 'S03', 'S06A', 'S07', 'S10', 'S11', 'W05')`;

/** SQL: S07 says a chance of what was asked under a contract; of a demand it says whether the public was heard. */
const saysChanceSql = (indicator: string, subjectType: string): string =>
  `(${indicator} <> 'S07' OR ${subjectType} = 'contract')`;

/** SQL: of how many subjects of a dataset each of them has spoken. Of a lot without a public result nobody is told, nor by a count. */
const countJudgedSql = (dataset: string): string => `
       (WITH ${UNPUBLISHED_SUBJECTS} SELECT j.dataset, j.indicator, sum(j.n) FROM (
         SELECT a.dataset, a.indicator, count(*) AS n FROM assessment a
         WHERE a.indicator IN ${SAYING_CHANCES} AND a.state = 'triggered' AND (${dataset}::text IS NULL OR a.dataset = ${dataset}::text)
           AND ${saysChanceSql('a.indicator', 'a.subject_type')} AND a.subject_id NOT IN (SELECT u.id FROM under_way u)
         GROUP BY a.dataset, a.indicator
         UNION ALL
         SELECT s.dataset, e.indicator, s.n FROM (
           SELECT k.dataset, k.subject_type, k.answers, count(*) AS n FROM risk_subject k
           WHERE k.answers IS NOT NULL AND (${dataset}::text IS NULL OR k.dataset = ${dataset}::text)
             AND k.subject_id NOT IN (SELECT u.id FROM under_way u) GROUP BY k.dataset, k.subject_type, k.answers) s
         JOIN answer_set e ON e.set_id = s.answers AND e.indicator IN ${SAYING_CHANCES} AND e.state = 'clear'
           AND ${saysChanceSql('e.indicator', 's.subject_type')}) j
       GROUP BY j.dataset, j.indicator)`;

/**
 * SQL: how many groups each rule screened in the markets of `dataset` (null: of every one), as `{ dataset: { rule: count } }`. It is
 * the sum over the screenings that stand: those that a run left as they were, because nothing had changed, and those that it made.
 * Of a dataset without a market nothing was screened. Of rules of one subject that say a chance, how many they had judged by then.
 */
export const sumScreenedSql = (dataset: string): string => `
  coalesce((SELECT jsonb_object_agg(d.dataset, d.counts) FROM (
     SELECT b.dataset, coalesce(jsonb_object_agg(b.rule, b.screened) FILTER (WHERE b.rule IS NOT NULL), '{}') AS counts FROM (
       SELECT m.dataset, c.rule, sum(c.screened::integer) AS screened FROM market m
       JOIN screening_run r ON r.market_id = m.id AND r.current
       LEFT JOIN LATERAL jsonb_each_text(r.screened_by_rule) AS c(rule, screened) ON true
       WHERE ${dataset}::text IS NULL OR m.dataset = ${dataset}::text GROUP BY m.dataset, c.rule
       UNION ALL ${countJudgedSql(dataset)}) b
     GROUP BY b.dataset) d), CASE WHEN ${dataset}::text IS NOT NULL THEN jsonb_build_object(${dataset}::text, '{}'::jsonb) END)`;

/** SQL: of how many a rule spoke by the newest run over a dataset that has ended; null where none has counted. */
const countScreenedSql = (dataset: string, rule: string): string => `
  (SELECT coalesce(u.screened -> ${dataset} ->> ${rule}, '0')::integer FROM risk_run u
   WHERE u.screened IS NOT NULL AND u.screened ? ${dataset} ORDER BY u.finished_at DESC, u.id DESC LIMIT 1)`;

/** SQL: words with of how many their rule has spoken by now; those that say so already, or of other rules, as they are. */
export const holdScreenedSql = (words: string, dataset: string, rule: string): string => `
  CASE WHEN ${words} ? 'chance' AND NOT (${words} -> 'chance') ? 'screened'
    THEN jsonb_set(${words}, '{chance,screened}', coalesce(to_jsonb(${countScreenedSql(dataset, rule)}), 'null'))
    ELSE ${words} END`;

/** Each rule once, however many of its words are read. */
const READ_COUNTS = `
  SELECT g.dataset, g.rule, ${countScreenedSql('g.dataset', 'g.rule')} AS screened FROM unnest($1::text[], $2::text[]) AS g(dataset, rule)`;

interface SaidRow {
  dataset: string;
  indicator: string;
  explanation: Explanation;
}

const nameRule = (dataset: string, rule: string): string => `${rule} ${dataset}`;

/**
 * Loads what the words of some rows are to say of the run, and answers a function that says a row of them in full. One statement;
 * none where no rule over many lots is among them.
 */
export async function loadScreenedCounts(reader: Reader, rows: readonly SaidRow[]): Promise<(row: SaidRow) => Text> {
  const following = rows.filter(({ explanation: { chance } }) => chance !== undefined && chance.screened === undefined);
  const rules = [...new Map(following.map((row) => [nameRule(row.dataset, row.indicator), row])).values()];
  const counts =
    rules.length === 0
      ? []
      : await reader.query<{ dataset: string; rule: string; screened: number | null }[]>(READ_COUNTS, [
          rules.map(({ dataset }) => dataset),
          rules.map(({ indicator }) => indicator),
        ]);
  const counted = new Map(counts.map(({ dataset, rule, screened }) => [nameRule(dataset, rule), screened]));
  return ({ dataset, indicator, explanation }) =>
    addScreenedCount(explanation, counted.get(nameRule(dataset, indicator)) ?? null);
}
