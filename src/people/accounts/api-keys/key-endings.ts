import { renewMark } from '../acting/account-marks.js';
import { API_KEY } from '../acting/acting-kinds.js';
import type { Tx } from '../../../kernel/database/transactions.js';

/** Puts a mark in the place of what a person called their keys, which are revoked, and forgets what opened them. */
export const removeKeyNames = (tx: Tx, holder: string, mark: string): Promise<unknown> =>
  tx.query(
    `UPDATE api_key SET name = $2, hint = $2, hash = sha256(uuid_send(gen_random_uuid())), version = version + 1, updated_at = clock_timestamp()
     WHERE holder_id = $1`,
    [holder, mark],
  );

/** Revokes all keys of a person, in the caller's transaction: whoever ends this person's sessions ends these ways in too. */
export async function revokeKeysOfHolder(
  tx: Tx,
  holder: string,
  why: 'password_reset' | 'ended_by_admin',
): Promise<void> {
  const revoked = await tx.query<{ id: string; organisation_id: string }>(
    `UPDATE api_key SET state = 'revoked', version = version + 1, updated_at = clock_timestamp()
     WHERE holder_id = $1 AND state = 'active' RETURNING id, organisation_id`,
    [holder],
  );
  // Also those whose rows were not found just now.
  await renewMark(tx, holder, 'keys');
  if (revoked.length === 0) return;
  for (const { id } of revoked) tx.bindRow(API_KEY, id, id);
  await tx.recordAll(
    revoked.map(({ id, organisation_id }) => ({
      aggregate: 'api_key',
      id,
      action: 'revoke',
      data: { holder, why },
      from: 'active',
      to: 'revoked',
      tenants: [organisation_id],
    })),
  );
}
