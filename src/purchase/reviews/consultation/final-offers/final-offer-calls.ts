import { firstCallSql } from '../../../bids/opening/registers/envelope-outcome.queries.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import type { Member, SeatedReview } from '../../open-review.js';
import { ROUND } from '../consultation-facts.js';

/**
 * SQL: what members who sit in the panel of the lot `l` have called for in its present talks, since its requirement was last
 * to change: what was said before that was said of other talks.
 */
export const CALLS = `SELECT f.deadline_at, f.called_at FROM final_offer_call f JOIN review_member m ON m.id = f.member_id
    JOIN review v ON v.id = m.review_id
  WHERE v.lot_id = l.id AND v.state <> 'dissolved' AND m.ended_at IS NULL AND f.round = l.consultation
    AND f.called_at >= coalesce((SELECT max(greatest(c.proposed_at, c.decided_at)) FROM requirement_change c
      WHERE c.lot_id = l.id AND c.round = l.consultation), '-infinity')`;

/** Writes down by when the caller would have the final offers; answers whether most of the panel would have it so. */
export async function call(
  tx: Tx,
  { lot, me, members }: SeatedReview & { me: Member },
  deadlineAt: string,
): Promise<boolean> {
  await tx.query(
    `INSERT INTO final_offer_call (member_id, round, deadline_at, called_at) VALUES ($2, ${ROUND}, $3, $4)
     ON CONFLICT (member_id, round) DO UPDATE SET deadline_at = EXCLUDED.deadline_at, called_at = EXCLUDED.called_at`,
    [lot.id, me.id, deadlineAt, await tx.now()],
  );
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM lot l CROSS JOIN LATERAL (${CALLS}) x WHERE l.id = $1 AND x.deadline_at = $2::timestamptz`,
    [lot.id, deadlineAt],
  );
  return (row?.n ?? 0) * 2 > members.length;
}

/** SQL: when somebody first called for the final offers of this round of the talks of a lot. */
const FIRST_CALL = (lot: string, round: string): string => `(SELECT min(f.called_at) FROM final_offer_call f
    JOIN review_member m ON m.id = f.member_id JOIN review v ON v.id = m.review_id WHERE v.lot_id = ${lot} AND f.round = ${round})`;
firstCallSql.contribute(FIRST_CALL);

/**
 * Whether a receipt is of the final offers of this round. One that says no round was given before receipts said it: then it
 * came after their call.
 */
export async function isOfRound(
  tx: Tx,
  { lot, round }: { lot: string; round: number },
  receipt: { round?: number; receivedAt: string },
): Promise<boolean> {
  if (receipt.round !== undefined) return receipt.round === round;
  const [row] = await tx.query<{ called: boolean }>(
    `SELECT coalesce(${FIRST_CALL('$1', '$2')} <= $3::timestamptz, false) AS called`,
    [lot, round, receipt.receivedAt],
  );
  return row?.called === true;
}
