import type { Sql } from '../../database/sql.js';

/** Words as somebody types them: each is looked for by itself, and stands for itself alone. */
export const splitWords = (q: string): string[] => [...new Set(q.split(/\s+/u).filter((word) => word !== ''))];

/** SQL: the word stands in the text, found by an index on the text's one- and two-character grams and then by the text itself. */
export const hasWordSql = (text: string, word: string): string =>
  `grams(${text}) @> grams(${word}::text) AND strpos(lower(${text}), lower(${word}::text)) > 0`;

/** The filter `q` of a list: every word stands somewhere in this text, of which there is such an index. */
export function searchWords(sql: Sql, q: string | undefined, text: string): Sql {
  for (const word of q === undefined ? [] : splitWords(q)) sql.and(hasWordSql(text, sql.p(word)));
  return sql;
}
