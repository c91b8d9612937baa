import { insertRow, updateRow } from '../database/rows.js';
import type { Tx } from '../database/transactions.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { REPLAY, RETRY_DEAD } from './delivery-statements.js';

interface NewTarget {
  id: string;
  channel: string;
  tenant: string;
  events: string[];
  kinds: string[];
}

/** A target that is told of what comes from now on. */
export async function insertTarget(tx: Tx, target: NewTarget): Promise<void> {
  const [head] = await tx.query<{ head: string }>(`SELECT coalesce(max(position), 0) AS head FROM outbox`);
  await insertRow(tx, DeliveryTarget, { ...target, since: (head as { head: string }).head });
}

/** What happens while it is not active is not delivered later; what waits stays. */
export async function updateTarget(tx: Tx, id: string, active: boolean): Promise<void> {
  await updateRow(tx, DeliveryTarget, { id }, { active });
}

/** A delivery that says only that it arrives. */
export async function insertTrial(tx: Tx, target: string): Promise<void> {
  await insertRow(tx, Delivery, { targetId: target, position: null });
  await updateRow(tx, DeliveryTarget, { id: target }, { restUntil: null });
}

/** Events behind a position once more. */
export async function replayEvents(tx: Tx, target: string, after: number): Promise<void> {
  await tx.query(REPLAY, [target, after]);
}

export async function retryDead(tx: Tx, target: string): Promise<void> {
  await tx.query(RETRY_DEAD, [target]);
  await updateRow(tx, DeliveryTarget, { id: target }, { restUntil: null });
}

/** Of no root: a target that is told of no event, only of what its channel has to say. */
const NO_ROOT = 'none';

/** A delivery of what the channel has to say to this target, which is made with the first one; none where one waits already. */
export async function queueDelivery(tx: Tx, channel: string, target: string): Promise<void> {
  await tx.query(
    `INSERT INTO delivery_target (id, channel, tenant, events, kinds, since) VALUES ($1, $2, $1, '{}', $3, 0) ON CONFLICT (id) DO NOTHING`,
    [target, channel, [NO_ROOT]],
  );
  await tx.query(
    `INSERT INTO delivery (target_id) SELECT $1 WHERE NOT EXISTS (SELECT FROM delivery WHERE target_id = $1 AND state = 'pending')`,
    [target],
  );
}
