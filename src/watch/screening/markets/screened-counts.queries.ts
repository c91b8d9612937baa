import type { Reader } from '../../../kernel/database/reader.js';
import type { Explanation, Text } from '../../runs/assessment-types.js';
import { addScreenedCount } from '../../rules/chances/chance.rules.js';

/**
 * SQL: how many groups each rule screened in the markets of `dataset` (null: of every one), as `{ dataset: { rule: count } }`. It is
 * the sum over the screenings that stand: those that a run left as they were, because nothing had changed, and those that it made.
 * Of a dataset without a market nothing was screened.
 */
export const sumScreenedSql = (dataset: string): string => `
  coalesce((SELECT jsonb_object_agg(d.dataset, d.counts) FROM (
     SELECT b.dataset, coalesce(jsonb_object_agg(b.rule, b.screened) FILTER (WHERE b.rule IS NOT NULL), '{}') AS counts FROM (
       SELECT m.dataset, c.rule, sum(c.screened::integer) AS screened FROM market m
       JOIN screening_run r ON r.market_id = m.id AND r.current
       LEFT JOIN LATERAL jsonb_each_text(r.screened_by_rule) AS c(rule, screened) ON true
       WHERE ${dataset}::text IS NULL OR m.dataset = ${dataset}::text GROUP BY m.dataset, c.rule) b
     GROUP BY b.dataset) d), CASE WHEN ${dataset}::text IS NOT NULL THEN jsonb_build_object(${dataset}::text, '{}'::jsonb) END)`;

/** SQL: how many groups a rule screened in the newest run over a dataset that has ended; null where none has counted. */
const countScreenedSql = (dataset: string, rule: string): string => `
  (SELECT coalesce(u.screened -> ${dataset} ->> ${rule}, '0')::integer FROM risk_run u
   WHERE u.screened IS NOT NULL AND u.screened ? ${dataset} ORDER BY u.finished_at DESC, u.id DESC LIMIT 1)`;

/** SQL: words with how many groups their rule has screened by now; those that say so already, or of other rules, as they are. */
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
