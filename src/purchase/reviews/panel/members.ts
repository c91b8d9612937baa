import type { Tx } from '../../../kernel/database/transactions.js';

/** Seats somebody in the panel of a review; answers the id of the seat. */
export async function insertMember(
  tx: Tx,
  review: string,
  { user, kind }: { user: string; kind: string },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO review_member (review_id, user_id, kind, appointed_at) VALUES ($1, $2, $3, $4) RETURNING id`,
    [review, user, kind, await tx.now()],
  );
  return (row as { id: string }).id;
}

/**
 * A signature stands under the totals as they were: all who sit in the panel sign anew. The seat of whoever had signed, or was
 * noted not to, is another by that.
 */
export const clearSignatures = (tx: Tx, review: string): Promise<unknown> =>
  tx.query(
    `UPDATE review_member SET signed_at = NULL, dissent = NULL, unsigned_reason = NULL, version = version + 1
     WHERE review_id = $1 AND ended_at IS NULL AND (signed_at IS NOT NULL OR unsigned_reason IS NOT NULL)`,
    [review],
  );
