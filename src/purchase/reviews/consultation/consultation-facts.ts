import type { Tx } from '../../../kernel/database/transactions.js';

/** SQL: which talks of the lot `$1` are the present ones. */
export const ROUND = '(SELECT consultation FROM lot WHERE id = $1)';

/** The last change of the requirement of a lot in a state. */
export async function changeInState(
  tx: Tx,
  lot: string,
  state: 'proposed' | 'confirmed',
): Promise<{ id: string; no: number } | undefined> {
  const [row] = await tx.query<{ id: string; no: number }>(
    `SELECT id, no FROM requirement_change
     WHERE lot_id = $1 AND round = ${ROUND} AND state = $2 ORDER BY no DESC LIMIT 1`,
    [lot, state],
  );
  return row;
}

/** Bids in the consultation that owe an answer to the last change, and whether there is still time for it. */
export const openResponses = (tx: Tx, lot: string): Promise<{ bid: string; in_time: boolean }[]> =>
  tx.query<{ bid: string; in_time: boolean }>(
    `WITH c AS (SELECT id, business_now() <= respond_by AS in_time FROM requirement_change
                WHERE lot_id = $1 AND round = ${ROUND} AND state = 'confirmed' ORDER BY no DESC LIMIT 1)
     SELECT d.id AS bid, c.in_time FROM bid d CROSS JOIN c
     WHERE d.lot_id = $1 AND d.state = 'valid'
       AND NOT EXISTS (SELECT FROM consultation_response a WHERE a.bid_id = d.id AND a.change_id = c.id)
     ORDER BY d.id`,
    [lot],
  );

/** SQL: the final offer of the bid `d` in the talks of the lot `l` could not be read, and nobody has restored it. */
const LOST_OFFER = `EXISTS (SELECT FROM final_offer f JOIN bid_check c ON c.bid_id = f.bid_id AND c.stage = 'consultation'
  WHERE f.bid_id = d.id AND f.round = l.consultation AND f.content IS NULL AND c.ground = 'unreadable')`;

/**
 * SQL: that offer may be restored now: until the panel begins to score, for from then on it is known who has offered what.
 * A sheet that a member has locked is finished (Order 87 article 64); who appoints a panel must not open the way in again by
 * replacing a member.
 */
export const RESTORABLE = `(l.state = 'final_offers_in' AND ${LOST_OFFER}
  AND NOT EXISTS (SELECT FROM review v WHERE v.lot_id = l.id AND v.state <> 'dissolved'
    AND (v.state NOT IN ('appointed', 'declared')
      OR EXISTS (SELECT FROM review_member m WHERE m.review_id = v.id AND m.locked_at IS NOT NULL))))`;

/** How many suppliers are left after the checks, those among them whose final offer may still be restored. */
export async function countLeftSuppliers(tx: Tx, lot: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(DISTINCT d.bidder_id)::int AS n FROM bid d JOIN lot l ON l.id = d.lot_id
     WHERE l.id = $1 AND (d.state = 'valid' OR ${LOST_OFFER})`,
    [lot],
  );
  return row?.n ?? 0;
}
