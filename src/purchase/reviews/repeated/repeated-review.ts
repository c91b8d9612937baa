import type { Tx } from '../../../kernel/database/transactions.js';
import { forgetFinalPrices, reconsiderBids, untellBidders } from '../../bids/bid-moves.js';
import { restartConsultation } from '../../tenders/lots/lot-moves.js';
import { toTenderChange, type LockedTender } from '../../tenders/open-tender.js';
import { clearSignatures } from '../panel/members.js';
import { wasPutOutSql } from '../../bids/own/put-out.queries.js';

/** The lot that is reviewed again, under the lock of its tender. */
interface RepeatedLot {
  id: string;
  no: number;
}
interface Why {
  ground: string;
  reason: string;
}

/** Order 87 article 67: what makes the result of a panel void. */
export const VOID_PANEL_GROUNDS = [
  'panel_composition',
  'panel_misconduct',
  'panel_interference',
  'panel_violation',
] as const;
export type VoidPanelGround = (typeof VOID_PANEL_GROUNDS)[number];

/**
 * The panel that reported takes its review up again (Order 87 article 64): scores are corrected on the closed list, and
 * every member signs anew. Its report is kept and no longer stands.
 */
export async function reopenReview(tx: Tx, tender: LockedTender, lot: RepeatedLot, why: Why): Promise<void> {
  const review = await supersede(tx, lot, why);
  if (review === null) return;
  await tx.query(
    `UPDATE review SET state = 'revealed', report = NULL, report_hash = NULL, reported_at = NULL WHERE id = $1`,
    [review],
  );
  await clearSignatures(tx, review);
  await tell(tx, tender, lot, review, 'reopen', 'revealed', why);
  // Who had won or lost is open again; who was rejected stays so.
  await reconsider(tx, tender, lot, 'valid', `d.state IN ('won', 'lost')`);
}

/**
 * The result of the panel is void (Order 87 article 67): another panel declares, checks conformity and scores anew. What the
 * buyer or its agent found of the qualifications stands.
 */
export async function dissolveReview(
  tx: Tx,
  tender: LockedTender,
  lot: RepeatedLot,
  why: Why,
  barred: readonly string[],
): Promise<void> {
  const review = await supersede(tx, lot, why);
  if (review === null) return;
  await tx.query(
    `INSERT INTO panel_bar (lot_id, user_id, barred_at)
     SELECT $1, user_id, $3 FROM review_member WHERE review_id = $2 AND id = ANY ($4::uuid[]) ON CONFLICT DO NOTHING`,
    [lot.id, review, await tx.now(), barred],
  );
  await tx.query(`UPDATE review SET state = 'dissolved' WHERE id = $1`, [review]);
  await tell(tx, tender, lot, review, 'dissolve', 'dissolved', why);
  await reconsider(
    tx,
    tender,
    lot,
    'opened',
    `d.state IN ('valid', 'won', 'lost', 'rejected')
       AND EXISTS (SELECT FROM bid_check c WHERE c.bid_id = d.id AND c.stage = 'conformity')`,
  );
  await forget(tx, lot, ['conformity']);
}

/** A lot whose failure was declared unlawfully goes on from its opening: everything found of its bids is found anew. */
export async function resetChecks(tx: Tx, tender: LockedTender, lot: RepeatedLot, why: Why): Promise<void> {
  await keep(tx, lot, why);
  await reconsider(tx, tender, lot, 'opened', `d.state IN ('valid', 'won', 'lost', 'rejected')`);
  await forget(tx, lot, ['qualification', 'conformity', 'consultation']);
  await restartConsultation(tx, lot.id);
  await forgetFinalPrices(tx, lot.id);
}

/**
 * A lot whose failure was declared unlawfully goes on with its final offers: whoever the panel found not to have explained
 * its price is judged anew. What drops out by its own fact, as an offer that was not made or lies above the ceiling, stays so.
 */
export async function resumeFinalOffers(tx: Tx, tender: LockedTender, lot: RepeatedLot, why: Why): Promise<void> {
  await keep(tx, lot, why);
  await reconsider(
    tx,
    tender,
    lot,
    'valid',
    `d.state = 'rejected' AND EXISTS (SELECT FROM bid_explanation e WHERE e.bid_id = d.id AND e.accepted = false)`,
  );
  await tx.query(
    `DELETE FROM bid_explanation e USING bid d WHERE d.id = e.bid_id AND d.lot_id = $1 AND e.accepted = false`,
    [lot.id],
  );
}

/** What was found is kept among what is superseded; here it is to be found again. */
async function forget(tx: Tx, lot: RepeatedLot, stages: readonly string[]): Promise<void> {
  await tx.query(
    `DELETE FROM bid_check c USING bid d WHERE d.id = c.bid_id AND d.lot_id = $1 AND c.stage = ANY ($2::text[])`,
    [lot.id, stages],
  );
  await tx.query(`DELETE FROM bid_explanation e USING bid d WHERE d.id = e.bid_id AND d.lot_id = $1`, [lot.id]);
}

/** Keeps the report that stood, with what was checked and explained before it. Null where none stands. */
async function supersede(tx: Tx, lot: RepeatedLot, why: Why): Promise<string | null> {
  const [review] = await tx.query<{ id: string }>(`SELECT id FROM review WHERE lot_id = $1 AND state = 'reported'`, [
    lot.id,
  ]);
  if (review) await keep(tx, lot, why);
  return review?.id ?? null;
}

async function keep(tx: Tx, lot: RepeatedLot, { ground, reason }: Why): Promise<void> {
  await tx.query(
    `INSERT INTO review_superseded (lot_id, ground, reason, superseded_at, review_id, report, report_hash, reported_at, checks, explanations)
     SELECT $1, $2, $3, $4, v.id, v.report, v.report_hash, v.reported_at,
       (SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.bid_id, c.stage), '[]') FROM bid_check c
        JOIN bid d ON d.id = c.bid_id WHERE d.lot_id = $1),
       (SELECT coalesce(jsonb_agg(to_jsonb(e) ORDER BY e.bid_id), '[]') FROM bid_explanation e
        JOIN bid d ON d.id = e.bid_id WHERE d.lot_id = $1)
     FROM (SELECT) one LEFT JOIN review v ON v.lot_id = $1 AND v.state = 'reported'`,
    [lot.id, ground, reason, await tx.now()],
  );
  await untellBidders(tx, lot.id);
}

/** SQL: the bid `d` was rejected for its price, which its bidder was told at once. */
const WAS_TOLD = `(d.state = 'rejected' AND EXISTS (SELECT FROM bid_explanation e WHERE e.bid_id = d.id AND e.accepted = false))`;

/** Bids that are looked at again, each with a row of its own. One that a remedy put out counts for no number and no price any more. */
async function reconsider(
  tx: Tx,
  tender: LockedTender,
  lot: RepeatedLot,
  to: 'opened' | 'valid',
  which: string,
): Promise<void> {
  const moved = await reconsiderBids(tx, lot.id, to, `(${which}) AND NOT ${wasPutOutSql('d.id')}`, WAS_TOLD);
  await tx.recordAll(
    moved.map(({ root, from, to: state }) => ({
      ...toTenderChange(tender),
      aggregate: 'bid',
      id: root,
      action: 'reconsider',
      from,
      to: state,
      data: { tender: tender.id, lot: lot.no },
    })),
  );
}

const tell = (
  tx: Tx,
  tender: LockedTender,
  lot: RepeatedLot,
  review: string,
  action: 'reopen' | 'dissolve',
  to: 'revealed' | 'dissolved',
  { ground, reason }: Why,
): Promise<unknown> =>
  tx.record({
    ...toTenderChange(tender),
    aggregate: 'review',
    id: review,
    action,
    from: 'reported',
    to,
    reason,
    data: { tender: tender.id, lot: lot.no, ground },
  });
