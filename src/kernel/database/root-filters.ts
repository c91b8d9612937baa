import { byExternalId } from './external-ids/external-ids.js';
import type { Sql } from './sql.js';

/** The filters that every list of roots has; the query's root is `r`. */
export function rootFilters(
  sql: Sql,
  type: string,
  query: { dataset?: string; updatedSince?: string; externalId?: string },
): Sql {
  sql.when(query.dataset, (p) => `r.dataset = ${p}`);
  sql.when(query.updatedSince, (p) => `r.updated_at >= ${p}::timestamptz`);
  return byExternalId(sql, type, query.externalId);
}

/** The order of creation: rows that come between two pages come after them. */
export const CREATION = [
  { column: 'r.created_at', type: 'timestamptz' },
  { column: 'r.id', type: 'uuid' },
] as const;
