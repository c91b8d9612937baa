import type { Scope } from '../access/scope.js';
import type { Sql } from '../database/sql.js';

/**
 * Rows of the outbox or the audit that a caller may see: those of the own bodies, of the regions watched over, and what
 * is public anyway; also all of the `aggregates` that are named. `alias` names a table with tenants, region and public.
 */
export function visibleRows(scope: Scope, alias: string, sql: Sql, aggregates: readonly string[] = []): Sql {
  if (scope.everything) return sql;
  const ways = [`${alias}.public`];
  if (scope.organisations.length > 0) ways.push(`${alias}.tenants && ${sql.p(scope.organisations)}::uuid[]`);
  for (const prefix of scope.regions) ways.push(`starts_with(${alias}.region, ${sql.p(prefix)})`);
  if (aggregates.length > 0) ways.push(`${alias}.aggregate_type = ANY (${sql.p(aggregates)}::text[])`);
  return sql.and(ways.join(' OR '));
}
