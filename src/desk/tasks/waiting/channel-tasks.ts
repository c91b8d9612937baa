import type { Principal } from '../../../kernel/access/principal.js';
import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { mailboxRefusedSinceSql } from '../../../people/accounts/mail-address/refused-mailbox.queries.js';
import { actsForSql, stepSql } from '../task-parts.js';

/** SQL: what is to be done about the endpoint `e`: what it was not told while its account could not act is asked for, a key that ended does not come back, what was given up is sent again. */
const ENDPOINT_STEP = `CASE
  WHEN e.ended_at IS NOT NULL AND e.key_works AND ${actsForSql('e.holder_id', 'e.organisation_id', 'changes.read')}
  THEN ${stepSql('replay', 'its account acts again, and nothing is sent before it is asked for', '其账号已恢复，须重新推送后方继续')}
  WHEN e.ended_at IS NOT NULL
  THEN ${stepSql('end', 'its key or account ended', '其密钥或账号已失效')}
  ELSE ${stepSql('retry', 'deliveries were given up', '有消息多次推送失败，已停止重试')} END`;

/** Ways of telling people and programs that are broken: for who can mend them, on the ways that are left. */
export function channelTasks(sql: Sql, { kind, id, permissions }: Principal, scope: Scope): string[] {
  if (kind !== 'user' || id === null) return [];
  const me = `${sql.p(id)}::uuid`;
  const mailbox = `
    SELECT 'mailbox_refused', ${me}, NULL::jsonb, 'user', ${me}, NULL, NULL::date, m.since
    FROM (SELECT ${mailboxRefusedSinceSql(me)} AS since) m WHERE m.since IS NOT NULL`;
  return permissions.has('api_key.manage')
    ? [mailbox, endpointTasksSql(sql, scope, me), endingKeyTasksSql(sql, scope, me)]
    : [mailbox];
}

/** Days before it ends that the holder of a key is told: a choice of ours. */
const KEY_AHEAD_DAYS = 30;

/** Keys of the caller that end soon: nothing makes them last longer, another takes their place. */
const endingKeyTasksSql = (sql: Sql, scope: Scope, me: string): string => `
  SELECT 'api_key_ending', k.id, NULL::jsonb, 'api_key', k.id, k.name, (k.ends_at AT TIME ZONE 'Asia/Shanghai')::date, k.ends_at - interval '${KEY_AHEAD_DAYS} days'
  FROM keys_in_use k
  WHERE k.holder_id = ${me} AND ${isMine(sql, narrowScope(scope, 'api_key.manage'), 'k.organisation_id')}
    AND k.ends_at <= business_now() + interval '${KEY_AHEAD_DAYS} days'`;

/** Endpoints of the own bodies: for the holder of the key, managers and integrators; where the holder has left, or may act on them no more, for everybody who may. */
function endpointTasksSql(sql: Sql, scope: Scope, me: string): string {
  const looksAfter = scope.seats.filter(
    ({ role, permissions }) => role === 'integrator' || permissions.has('seat.give'),
  );
  const after = sql.p(looksAfter.map(({ organisation }) => organisation));
  return `
    SELECT 'endpoint_failed', e.id, ${ENDPOINT_STEP}, 'webhook_endpoint', e.id, e.name, NULL::date, coalesce(e.ended_at, e.undelivered_since)
    FROM endpoints_in_use e
    WHERE ${isMine(sql, narrowScope(scope, 'api_key.manage'), 'e.organisation_id')}
      AND (e.holder_id = ${me} OR NOT ${actsForSql('e.holder_id', 'e.organisation_id', 'api_key.manage')} OR e.organisation_id = ANY (${after}::uuid[]))
      AND (e.ended_at IS NOT NULL OR e.undelivered_since IS NOT NULL)`;
}
