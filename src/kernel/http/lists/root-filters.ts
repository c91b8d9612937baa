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

/**
 * SQL: rows in this state, from the end on at which the list begins: states follow each other in time, so that a page that
 * begins where no row is in it yet, or none any more, would read past all others.
 */
export const stateSql = (table: string, root: string, state: string, { sort }: { sort?: string }): string =>
  sort === '-created'
    ? `${root}.state = ${state} AND ${root}.created_at <= (SELECT max(s.created_at) FROM ${table} s WHERE s.state = ${state})`
    : `${root}.state = ${state} AND ${root}.created_at >= (SELECT min(s.created_at) FROM ${table} s WHERE s.state = ${state})`;
