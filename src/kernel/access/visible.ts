import type { Sql } from '../database/sql.js';
import { regionPrefix } from '../identity/regions.js';
import type { Scope } from './scope.js';

/** SQL: the column names a body the caller sits in. */
export const isMine = (sql: Sql, scope: Scope, column: string): string =>
  scope.organisations.length === 0 ? 'false' : `${column} = ANY (${sql.p(scope.organisations)}::uuid[])`;

/** SQL: the region code lies at or below one whose every purchase the caller may see. */
export const isSupervised = (sql: Sql, scope: Scope, column: string): string =>
  scope.regions.includes('')
    ? 'true'
    : scope.regions.length === 0
      ? 'false'
      : `${column} LIKE ANY (${sql.p(scope.regions.map((r) => `${r}%`))}::text[])`;

/** Provinces, prefectures and counties are the first two, four and six digits of what lies in them; indexes of large lists hold each. */
const COUNTY_DIGITS = 6;

/** SQL: the region code is this one or lies below it. */
export function regionWithinSql(sql: Sql, column: string, region: string): string {
  const prefix = regionPrefix(region);
  const within = sql.p(prefix.slice(0, COUNTY_DIGITS));
  const lies = `left(${column}, ${Math.min(prefix.length, COUNTY_DIGITS)}) = ${within}`;
  return prefix.length > COUNTY_DIGITS ? `${lies} AND ${column} LIKE ${sql.p(`${prefix}%`)}` : lies;
}
