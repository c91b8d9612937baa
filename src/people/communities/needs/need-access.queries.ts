import type { Scope } from '../../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';

/**
 * SQL: others than the community may read the need: no resident suggested it, or the community accepted it, which its audit
 * says where it was rejected later. What the community refuses may name whoever suggested it, and stays with the community.
 */
export const isAcceptedSql = (need: string): string => `(${need}.state <> 'suggested' AND (${need}.state <> 'rejected'
    OR ${need}.source <> 'null'::jsonb
    OR EXISTS (SELECT FROM audit_entry e WHERE e.aggregate_type = 'need' AND e.aggregate_id = ${need}.id::text
               AND e.action = 'accept')))`;

/** SQL: the bodies whose a need is, as `isKept` asks for them. */
export const needKeepersSql = (need: string): string => `ARRAY(SELECT DISTINCT body FROM (
  SELECT ${need}.owner_id UNION SELECT c.committee_id FROM community c WHERE c.id = ${need}.community_id
  UNION SELECT c.owner_id FROM community c WHERE c.id = ${need}.community_id
  UNION SELECT s.responsible_id FROM service_line s WHERE s.id = ${need}.service_line_id
  UNION SELECT c.committee_id FROM service_line_community l JOIN community c ON c.id = l.community_id
        WHERE l.service_line_id = ${need}.service_line_id
  UNION SELECT s.responsible_id FROM community c JOIN service_line_community l ON l.community_id = c.id
        JOIN service_line s ON s.id = l.service_line_id
        WHERE c.id = ${need}.community_id AND c.owner_id IS NULL AND ${need}.owner_id IS NULL
          AND (c.committee_id IS NULL OR ${isAcceptedSql(need)})
  ) AS bodies(body) WHERE body IS NOT NULL)`;

/**
 * Whose a need is: the body that recorded it, the committee and the keeper of its community, the committees of its line's
 * communities and the body that answers for its line. What residents suggest in a community whose record nobody keeps is
 * also the business of the bodies that answer for the community's lines: from the first where it has no committee, else once
 * the committee has accepted it, for nobody else could verify it.
 */
function isKept(sql: Sql, scope: Scope): string {
  if (scope.everything) return 'true';
  return `(${isMine(sql, scope, 'r.owner_id')}
    OR EXISTS (SELECT FROM community c WHERE c.id = r.community_id
               AND (${isMine(sql, scope, 'c.committee_id')} OR ${isMine(sql, scope, 'c.owner_id')}))
    OR EXISTS (SELECT FROM service_line s WHERE s.id = r.service_line_id AND ${isMine(sql, scope, 's.responsible_id')})
    OR EXISTS (SELECT FROM service_line_community l JOIN community c ON c.id = l.community_id
               WHERE l.service_line_id = r.service_line_id AND ${isMine(sql, scope, 'c.committee_id')})
    OR (r.owner_id IS NULL AND EXISTS (SELECT FROM community c JOIN service_line_community l ON l.community_id = c.id
               JOIN service_line s ON s.id = l.service_line_id
               WHERE c.id = r.community_id AND c.owner_id IS NULL AND (c.committee_id IS NULL OR ${isAcceptedSql('r')})
                 AND ${isMine(sql, scope, 's.responsible_id')})))`;
}

export const keptNeed = (sql: Sql, scope: Scope): Sql => sql.and(isKept(sql, scope));

/** Who sees a need: those whose it is, and, once the community has accepted what a resident suggested, the supervisors of its place. */
export function visibleNeed(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  return sql.and(`${isKept(sql, scope)} OR ${isAcceptedSql('r')} AND (
    EXISTS (SELECT FROM community c WHERE c.id = r.community_id AND ${isSupervised(sql, scope, 'c.region')})
    OR EXISTS (SELECT FROM service_line s WHERE s.id = r.service_line_id AND ${isSupervised(sql, scope, 's.region')}))`);
}
