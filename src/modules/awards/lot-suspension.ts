import type { Tx } from '../../platform/database/transactions.js';
import type { LotActionDto } from './lot-action.dto.js';
import { moveLot, type HeldTenderLot } from './lot-root.js';
import { restartConfirmation } from './result-desk.js';

/** Law article 57: from the deadline on, lot by lot. Its table then knows one way: out of the suspension. */
export const suspendLot = (tx: Tx, held: HeldTenderLot, { reason, remedy }: LotActionDto): Promise<void> =>
  moveLot(tx, held, { action: 'suspend', to: 'suspended', reason, data: { remedy }, public: true });

/** Restores the state before. What had its own hours to run has as many again: an explanation, the buyer's confirmation. */
export async function resumeLot(
  tx: Tx,
  held: HeldTenderLot,
  action: 'resume' | 'resume_after_limit',
  { reason }: LotActionDto,
): Promise<void> {
  const { lot } = held;
  const to = lot.suspended_from ?? 'closed';
  await moveLot(tx, held, { action, to, reason, public: true });
  await tx.query(
    `UPDATE bid_explanation e SET due_at = e.due_at + ($3::timestamptz - greatest($2::timestamptz, e.asked_at))
     FROM bid d WHERE d.id = e.bid_id AND d.lot_id = $1 AND e.explained_at IS NULL AND e.settled_at IS NULL AND e.due_at > $2`,
    [lot.id, lot.suspended_at, await tx.now()],
  );
  if (to === 'reviewed') await restartConfirmation(tx, lot.id);
}
