import { listPermittedBodies } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isSupervised } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import { Problem } from '../../kernel/errors/problem.js';

/** SQL: the caller oversees the region of the row. What has no region is overseen by who oversees all. */
export function isOverseen(sql: Sql, scope: Scope, column: string): string {
  if (scope.everything) return 'true';
  return isSupervised(sql, narrowScope(scope, 'risk.read'), `coalesce(${column}, '')`);
}

/** The bodies that the caller may answer for. A seat that answers for one body answers for no other in which the caller sits. */
export const listAnsweringBodies = (caller: Pick<Scope, 'seats'>): string[] =>
  listPermittedBodies(caller, 'risk.respond');

/** SQL: a body that the caller answers for was asked about flag `r`. */
function isAsked(sql: Sql, scope: Scope): string {
  const own = listAnsweringBodies(scope);
  if (own.length === 0) return 'false';
  return `EXISTS (SELECT FROM flag_ask a WHERE a.flag_id = r.id AND a.organisation_id = ANY (${sql.p(own)}::uuid[]))`;
}

/** Flags (root `r`) the caller may see: those of the own region; a body sees one about itself only when asked. */
export function visibleFlag(sql: Sql, scope: Scope): Sql {
  return sql.and(`${isOverseen(sql, scope, 'r.region')} OR ${isAsked(sql, scope)}`);
}

/** Flags are for who works them and for who was asked. @throws Problem `not_permitted` */
export function mustReadFlags(scope: Scope): void {
  if (!scope.everything && !scope.permissions.has('risk.read') && !scope.permissions.has('risk.respond'))
    throw new Problem('not_permitted');
}

export const toActor = ({ kind, id }: Principal): { kind: 'user' | 'api_key' | 'system'; id: string | null } => ({
  kind: kind === 'public' ? 'system' : kind,
  id,
});
