import { renewMark } from '../acting/account-marks.js';
import { SESSION } from '../acting/acting-kinds.js';
import type { Tx } from '../../../kernel/database/transactions.js';

export type WhyEnded =
  | 'signed_out'
  | 'password_changed'
  | 'password_reset'
  | 'disabled'
  | 'ended_by_admin'
  | 'token_reused'
  | 'second_factor';

/** One session, or all of a user but perhaps one. */
export type Which = { session: string } | { user: string; except?: string | null };

/** Ends open sessions, and of a user those half begun, in the caller's transaction. Their access tokens are refused from the commit on. */
export async function endSessions(tx: Tx, which: Which, why: WhyEnded): Promise<void> {
  if ('user' in which) await tx.query(`DELETE FROM sign_in_ticket WHERE user_id = $1`, [which.user]);
  const [condition, params] =
    'session' in which
      ? ['id = $2', [why, which.session]]
      : ['user_id = $2 AND id IS DISTINCT FROM $3', [why, which.user, which.except ?? null]];
  const ended = await tx.query<{ id: string; user_id: string }>(
    `UPDATE session SET ended_at = clock_timestamp(), ended_why = $1 WHERE ended_at IS NULL AND ${condition}
     RETURNING id, user_id`,
    params,
  );
  if ('user' in which) await renewSessions(tx, which.user, which.except ?? null);
  if (ended.length === 0) return;
  for (const { id } of ended) tx.bindRow(SESSION, id, id);
  await tx.recordAll(
    ended.map(({ id, user_id }) => ({
      aggregate: 'session',
      id,
      action: 'ended',
      data: { user: user_id, why },
      from: 'open',
      to: 'ended',
    })),
  );
}

/** Sessions of before are over, whether their rows were found or not; the one that is kept bears the new mark. */
async function renewSessions(tx: Tx, user: string, kept: string | null): Promise<void> {
  const isKept = kept !== null && (await tx.isRowBound(SESSION, kept));
  await renewMark(tx, user, 'sessions');
  if (!isKept) return;
  await tx.query(
    `UPDATE session SET mark = (SELECT session_mark FROM app_user WHERE id = $2) WHERE id = $1 AND user_id = $2 AND ended_at IS NULL`,
    [kept, user],
  );
  tx.bindRow(SESSION, kept, kept);
}

/** All of a user's that have ended, with their tokens; the audit keeps when they were. */
export const removeSessions = (tx: Tx, user: string): Promise<unknown> =>
  tx.query(`DELETE FROM session WHERE user_id = $1 AND ended_at IS NOT NULL`, [user]);
