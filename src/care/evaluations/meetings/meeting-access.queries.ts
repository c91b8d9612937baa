import type { Scope } from '../../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';

/** Who called it, who was invited, and who watches over its place. */
export function visibleMeeting(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  return sql.and(`${isMine(sql, scope, 'r.caller_id')} OR ${isSupervised(sql, scope, 'r.region')}
    OR EXISTS (SELECT FROM meeting_invited i WHERE i.meeting_id = r.id AND ${isMine(sql, scope, 'i.organisation_id')})`);
}

/** A body runs the meetings that it called, and settles its own resolutions of any. */
export function keptMeeting(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  return sql.and(`${isMine(sql, scope, 'r.caller_id')}
    OR EXISTS (SELECT FROM meeting_resolution s WHERE s.meeting_id = r.id AND ${isMine(sql, scope, 's.owner_id')})`);
}
