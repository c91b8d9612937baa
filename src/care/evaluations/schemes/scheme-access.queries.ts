import type { Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';

const isOwnOrDrafted = (sql: Sql, scope: Scope): string =>
  `(${isMine(sql, scope, 'r.owner_id')} OR ${isMine(sql, scope, 'r.drafted_by')})`;

/**
 * A draft is its body's own, and the evaluator's that drafted it for that body. What was activated is read by everybody who reads contracts: who is evaluated knows by what,
 * before it happens.
 */
export function visibleScheme(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  return sql.and(`r.activated_at IS NOT NULL OR ${isOwnOrDrafted(sql, scope)}`);
}

export const keptScheme = (sql: Sql, scope: Scope): Sql =>
  scope.everything ? sql : sql.and(isOwnOrDrafted(sql, scope));
