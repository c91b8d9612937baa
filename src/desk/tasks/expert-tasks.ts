import type { Principal } from '../../kernel/access/principal.js';
import type { Sql } from '../../kernel/database/sql.js';

/**
 * Invitations that the caller was drawn for and has not answered, due on the first day of the review. They are the expert's
 * own: who was drawn is secret until the result (Order 87 article 47).
 */
export function expertTasks(sql: Sql, { kind, id, permissions }: Principal): string[] {
  if (kind !== 'user' || !permissions.has('panel.act')) return [];
  return [
    `SELECT 'expert_invitation', v.id, NULL, 'tender', v.tender_id, v.title, v.review_on, v.invited_at
     FROM open_invitations v WHERE v.user_id = ${sql.p(id)}::uuid`,
  ];
}
