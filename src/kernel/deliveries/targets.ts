import { insertRow, updateRow } from '../database/rows.js';
import type { Tx } from '../database/transactions.js';
import { Problem } from '../errors/problem.js';
import { refuseLaterPosition } from '../outbox/feed.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { FOLLOW, HASTEN, PAUSE_TARGET, REPLAY, RETRY } from './delivery-statements.js';

interface NewTarget {
  id: string;
  channel: string;
  tenant: string;
  events: string[];
  kinds: string[];
}

/** A target that is told of what comes from now on. */
export async function insertTarget(tx: Tx, target: NewTarget): Promise<void> {
  await insertRow(tx, DeliveryTarget, { ...target, since: await loadHead(tx) });
}

async function loadHead(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ head: string }>(`SELECT coalesce(max(position), 0) AS head FROM outbox`);
  return (row as { head: string }).head;
}

/** Nothing is made for it from now on; what happened before and what waits stays. It is known up to where it was told. */
export async function pauseTarget(tx: Tx, id: string): Promise<void> {
  await makeDeliveries(tx);
  await tx.query(PAUSE_TARGET, [id]);
}

/**
 * It is told of what comes from now on, and what waits goes on at once; what happened meanwhile is asked for by a replay.
 * Answers after which position that one begins.
 */
export async function resumeTarget(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.query<{ since: string }>(`SELECT since FROM delivery_target WHERE id = $1`, [id]);
  await updateRow(tx, DeliveryTarget, { id }, { active: true, since: await loadHead(tx), ...AWAKE });
  await hastenDeliveries(tx, id);
  return Number((row as { since: string }).since);
}

/** As one that has never failed: somebody asks for something to be sent. */
const AWAKE = { restUntil: null, endedAt: null };

/** Of what happened before. Until the commit nobody else makes any. */
async function makeDeliveries(tx: Tx): Promise<void> {
  while ((await tx.query<{ moved: number }>(FOLLOW))[0]?.moved);
}

/** Narrows it by other words from now on; what happened before is told by those of then. */
export async function changeTarget(tx: Tx, id: string, words: Pick<NewTarget, 'events' | 'kinds'>): Promise<void> {
  await makeDeliveries(tx);
  await updateRow(tx, DeliveryTarget, { id }, { ...words, restUntil: null });
}

/** What waits for its next attempt is tried at once, as where it stands elsewhere now. */
export async function hastenDeliveries(tx: Tx, target: string): Promise<void> {
  await tx.query(HASTEN, [target]);
}

/** What waits goes on at once, and what comes is told again: the target acts by another than before. */
export async function wakeTarget(tx: Tx, id: string): Promise<void> {
  await updateRow(tx, DeliveryTarget, { id }, AWAKE);
  await hastenDeliveries(tx, id);
}

/** A target that is gone, with what was on its way to it. It is told of no event, or not active since this unit of work: nobody makes deliveries for it. */
export async function removeTarget(tx: Tx, id: string): Promise<void> {
  await tx.query(`DELETE FROM delivery WHERE target_id = $1`, [id]);
  await tx.query(`DELETE FROM delivery_target WHERE id = $1`, [id]);
}

/** A delivery that says only that it arrives. */
export async function insertTrial(tx: Tx, target: string): Promise<void> {
  await insertRow(tx, Delivery, { targetId: target, position: null });
  await updateRow(tx, DeliveryTarget, { id: target }, AWAKE);
}

/**
 * Events behind a position once more, null for all that are kept. Answers after which position to go on, null where nothing more follows.
 * @throws Problem `feed_moved` where events behind the position are no longer kept; 400 `beyond_the_end` as the feed has it
 */
export async function replayEvents(tx: Tx, target: string, after: number | null): Promise<number | null> {
  if (after !== null) refuseLaterPosition(BigInt(after), BigInt(await loadHead(tx)));
  // What nobody has followed yet came before the target was resumed or made, perhaps: no delivery of it is made but by a replay.
  await makeDeliveries(tx);
  const [row] = await tx.query<{ goOnAfter: string | null; moved: string }>(REPLAY, [target, after ?? 0]);
  const { goOnAfter, moved } = row as { goOnAfter: string | null; moved: string };
  if (after !== null && after < Number(moved)) throw new Problem('feed_moved', { facts: { position: Number(moved) } });
  await updateRow(tx, DeliveryTarget, { id: target }, AWAKE);
  return goOnAfter === null ? null : Number(goOnAfter);
}

/** What is dead or waits for its next attempt, with all its attempts before it. */
export async function retryDeliveries(tx: Tx, target: string): Promise<void> {
  await tx.query(RETRY, [target]);
  await updateRow(tx, DeliveryTarget, { id: target }, AWAKE);
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
