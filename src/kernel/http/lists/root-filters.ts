import { byExternalId } from '../../database/external-ids/external-ids.js';
import type { Sql } from '../../database/sql.js';

/** The filters that every list of roots has; `root` is the name of the query's root. */
export function rootFilters(
  sql: Sql,
  type: string,
  query: { dataset?: string; updatedSince?: string; externalId?: string },
  root = 'r',
): Sql {
  sql.when(query.dataset, (p) => `${root}.dataset = ${p}`);
  sql.when(query.updatedSince, (p) => `${root}.updated_at >= ${p}::timestamptz`);
  return byExternalId(sql, type, query.externalId, root);
}

/** The order of creation: rows that come between two pages come after them. */
export const CREATION = [
  { column: 'r.created_at', type: 'timestamptz' },
  { column: 'r.id', type: 'uuid' },
] as const;
