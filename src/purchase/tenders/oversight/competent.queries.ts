import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Seat } from '../../../kernel/access/principal.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { buyersSql } from '../conducted/terms/joint-buyers.queries.js';

/**
 * SQL: complaints about the purchase whose id this is are for one of these authorities, by the level and the place of who buys (Order 94
 * articles 5 and 6), wherever the purchase says that it is. False where a level is not known: then who watches over the region deals with them.
 */
export function isCompetentSql(sql: Sql, authorities: readonly string[], tender: string): string {
  if (authorities.length === 0) return 'false';
  const bodies = `${sql.p(authorities)}::uuid[]`;
  // A list asks it of what lies anywhere: the function, which costs much, only where a buyer is of the place of one of them.
  return `(CASE WHEN EXISTS (SELECT FROM tender p JOIN organisation b ON b.id = ANY (${buyersSql('p')}) JOIN organisation a ON a.id = ANY (${bodies})
      WHERE p.id = ${tender} AND coalesce(b.region, p.region) LIKE fiscal_place(fiscal_level(a.budget_level, a.region), a.region) || '%')
    THEN is_competent(${bodies}, ${tender}) END IS TRUE)`;
}

/** SQL: the same of the authorities for which the caller decides. */
export const isCompetentCallerSql = (sql: Sql, caller: { seats: readonly Seat[] }, tender: string): string =>
  isCompetentSql(sql, listPermittedBodies(caller, 'remedy.decide'), tender);

/** SQL: the authorities that complaints about the tender `t` are for and that do not watch over its region: nothing tells them of one otherwise. */
export const competentElsewhereSql = (t: string): string =>
  `ARRAY(SELECT o.id FROM complaint_authorities(${t}.id) c JOIN organisation o ON o.kind = 'finance_authority' AND o.dataset = ${t}.dataset
     AND fiscal_level(o.budget_level, o.region) = c.level AND fiscal_place(c.level, o.region) = c.place
     AND (c.authority IS NULL OR c.authority = o.id)
   WHERE ${t}.region LIKE c.place || '%' IS NOT TRUE ORDER BY o.id)`;
