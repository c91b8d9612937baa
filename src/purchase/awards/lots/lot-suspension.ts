import type { Tx } from '../../../kernel/database/transactions.js';
import { beginSpell } from '../../tenders/oversight/suspension.js';
import type { LotStateHere } from '../../tenders/lots/lot.states.js';
import type { LotActionDto } from './lot-action.dto.js';
import { moveLot, type HeldTenderLot } from './lot-root.js';
import { restartConfirmation } from '../results/result-desk.js';

/** Law article 57: from the deadline on, lot by lot. Its table then knows one way: out of the suspension. */
export async function suspendLot(tx: Tx, held: HeldTenderLot, { reason, remedy }: LotActionDto): Promise<void> {
  await moveLot(tx, held, { action: 'suspend', to: 'suspended', reason, data: { remedy }, public: true });
  const from = await beginSpell(tx, remedy, [held.lot.id]);
  await tx.query(`UPDATE lot SET suspension_counts_from = $2 WHERE id = $1`, [held.lot.id, from]);
}

/** SQL: by how much longer what began at `since` lasts: as long as it stood still. */
const stood = (since: string): string => `($3::timestamptz - greatest($2::timestamptz, ${since}))`;
/** What was still running when the lot was suspended: explanations of a price, answers to a change, final offers. */
const DUE = [
  `UPDATE bid_explanation e SET due_at = e.due_at + ${stood('e.asked_at')}
   FROM bid d WHERE d.id = e.bid_id AND d.lot_id = $1 AND e.explained_at IS NULL AND e.settled_at IS NULL AND e.due_at > $2`,
  `UPDATE requirement_change SET respond_by = respond_by + ${stood('decided_at')} WHERE lot_id = $1 AND respond_by > $2`,
  `UPDATE lot SET final_deadline_at = final_deadline_at + ${stood("'-infinity'")} WHERE id = $1 AND final_deadline_at >= $2`,
];

/** Restores the state before. What had its own hours to run has as many again: an explanation, the buyer's confirmation. */
export async function resumeLot(
  tx: Tx,
  held: HeldTenderLot,
  action: 'resume' | 'resume_after_limit',
  { reason }: LotActionDto,
): Promise<LotStateHere> {
  const { lot } = held;
  const to = lot.suspended_from ?? 'closed';
  await moveLot(tx, held, { action, to, reason, public: true });
  for (const sql of DUE) await tx.query(sql, [lot.id, lot.suspended_at, await tx.now()]);
  if (to === 'reviewed') await restartConfirmation(tx, lot.id);
  return to;
}
