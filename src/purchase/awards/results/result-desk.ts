import type { Tx } from '../../../kernel/database/transactions.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { LotResult } from './lot-result.entity.js';

/** What the buyer made of the report of a lot. */
export type ResultRow = Omit<StoredRow<LotResult>, 'lot_id' | 'delivered_by' | 'receipt_reason' | 'objected_by'>;

export async function resultRow(tx: Tx, lot: string): Promise<ResultRow | null> {
  const [row] = await tx.query<ResultRow>(
    `SELECT review_id, delivered_at, runs_from, deeming, cleared_at, deems_at, objection, objected_at, ties,
       proposal_reason, proposed_at, proposed_by FROM lot_result WHERE lot_id = $1`,
    [lot],
  );
  return row ?? null;
}

/** The lot is reviewed again: its next report is delivered, and starts the clock, anew. What was drawn is kept (`draws.ts`). */
export async function awaitNewReport(tx: Tx, lot: string): Promise<void> {
  await tx.query(`DELETE FROM lot_result WHERE lot_id = $1`, [lot]);
}

/** A remedy sent the decision back: who comes next is confirmed by a person, and never deemed. */
export async function awaitNewDecision(tx: Tx, lot: string): Promise<void> {
  await tx.query(
    `UPDATE lot_result SET deeming = false, deems_at = NULL, objection = NULL, objected_at = NULL, objected_by = NULL,
       proposal_reason = NULL, proposed_at = NULL, proposed_by = NULL WHERE lot_id = $1`,
    [lot],
  );
}

/** A suspension ended: the days to confirm count anew from now. The clock's own date follows with `ResultClock.refresh`. */
export async function restartConfirmation(tx: Tx, lot: string): Promise<void> {
  await tx.query(`UPDATE lot_result SET runs_from = $2, deems_at = NULL WHERE lot_id = $1`, [lot, await tx.now()]);
}
