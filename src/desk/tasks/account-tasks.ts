import type { Principal } from '../../kernel/access/principal.js';
import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import { isCodeOpenSql } from '../../people/accounts/requests/open-codes.js';

/**
 * Seats, codes and corrections of bodies that an administrator asked for: for who decides, the body's manager or a second administrator; and told
 * to everybody who sits in the body and to who holds the account, who may object until they are in force, and a code is used. And erasures of personal
 * data that others asked for, for an administrator, or who decides for a body that keeps it. Tasks of persons.
 */
export function accountTasks(sql: Sql, { kind, id, permissions }: Principal, scope: Scope): string[] {
  if (kind !== 'user' || id === null) return [];
  const me = `${sql.p(id)}::uuid`;
  const requestTasksSql = (task: string, condition: string): string => `
    SELECT '${task}', q.id, NULL, 'account_request', q.id, q.user_name, NULL::date, q.asked_at
    FROM account_requests q WHERE ${condition}`;
  const parts = [
    requestTasksSql(
      'account_announced',
      `(q.state = 'asked' OR (q.state = 'agreed' AND (q.in_force_at > business_now() OR ${isCodeOpenSql('q.id')})))
       AND q.asked_by <> ${me} AND (q.user_id = ${me} OR q.bodies && ${sql.p(scope.organisations)}::uuid[])`,
    ),
  ];
  if (permissions.has('seat.give')) {
    const own = isMine(sql, narrowScope(scope, 'seat.give'), 'q.organisation_id');
    parts.push(requestTasksSql('account_request', `q.state = 'asked' AND q.decides = 'manager' AND ${own}`));
  }
  if (permissions.has('user.administer'))
    parts.push(
      requestTasksSql(
        'account_request',
        `q.state = 'asked' AND q.decides = 'administrator' AND q.asked_by <> ${me} AND q.user_id IS DISTINCT FROM ${me}`,
      ),
    );
  if (permissions.has('personal_data.decide')) parts.push(toErase(sql, scope, me));
  return parts;
}

/** Erasures for an administrator, or for who decides in a body that keeps the data. */
function toErase(sql: Sql, scope: Scope, me: string): string {
  const keeping = narrowScope(scope, 'personal_data.decide').organisations;
  // Who stands behind several bodies is decided by none of them.
  const decides = scope.permissions.has('user.administer')
    ? 'true'
    : `(q.person_kind <> 'behind_body' AND q.bodies && ${sql.p(keeping)}::uuid[])`;
  return `
    SELECT 'personal_data_request', q.id, NULL, 'personal_data_request', q.id, NULL, NULL::date, q.created_at
    FROM asked_erasures q WHERE q.asked_by IS DISTINCT FROM ${me} AND ${decides}`;
}
