import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { setBidStates } from '../bids/bid-moves.js';
import { sayFacts } from '../tenders/conducted/action-facts.js';
import { followLots, touchTender, updateLot } from '../tenders/lots/lot-moves.js';
import type { LotStateHere } from '../tenders/lots/lot-states.js';
import type { LotAction } from '../tenders/lots/lot.lifecycle.js';
import { toTenderChange, type LockedTender } from '../tenders/open-tender.js';
import { changeOfReview, assertSeatedReview, type OpenReview, type SeatedReview } from './open-review.js';
import type { ReviewAction, ReviewState } from './review.lifecycle.js';

/** Whoever names a version changes the tender's; what a member does alone leaves it as it is. */
export const newVersion = (tx: Tx, { tender }: Pick<OpenReview, 'tender'>): Promise<unknown> =>
  touchTender(tx, tender.id);

/** Writes where a lot stands, and its tender with it. */
export async function storeLot(tx: Tx, { tender, lot }: OpenReview, to: LotStateHere): Promise<void> {
  if (to === lot.state) return;
  await updateLot(tx, lot.id, { state: to });
  await followLots(tx, tender.id, { newVersion: false });
  lot.state = to;
}

/** Tells in public that the lot failed; its panel is dissolved. */
export async function endReview(tx: Tx, open: OpenReview): Promise<void> {
  const on = todayInShanghai(await tx.now());
  await sayFacts(tx, open.tender.id, [
    { kind: 'failure', lot: open.lot.no, data: { on, publishedOn: on, reason: '合格供应商不足法定家数' } },
  ]);
  if (open.review !== null && open.review.state !== 'dissolved')
    await moveReview(tx, assertSeatedReview(open), 'dissolve', 'dissolved');
}

/** A step of the lot that follows from another one, or from the clock, with the row that tells of it. */
export async function moveLot(
  tx: Tx,
  open: OpenReview,
  action: LotAction,
  to: LotStateHere,
  data: Record<string, unknown> = {},
): Promise<void> {
  const { tender, lot } = open;
  const from = lot.state;
  await storeLot(tx, open, to);
  await tx.record({
    ...toTenderChange(tender),
    aggregate: 'lot',
    id: lot.id,
    action,
    from,
    to,
    data: { tender: tender.id, no: lot.no, ...data },
    public: to === 'failed',
  });
  if (to === 'failed') await endReview(tx, open);
}

/** The same for the review. What is `secret` is told to nobody: the actor of the row would name the member. */
export async function moveReview(
  tx: Tx,
  open: SeatedReview,
  action: ReviewAction,
  to: ReviewState,
  { data, secret = false }: { data?: Record<string, unknown>; secret?: boolean } = {},
): Promise<void> {
  const from = open.review.state;
  await storeReview(tx, open, to);
  const change = changeOfReview(open);
  await tx.record({
    ...change,
    ...(secret && { tenants: [], region: null }),
    action,
    from,
    to,
    data: { ...change.data, ...data },
  });
}

/** Writes where a review stands. */
export async function storeReview(tx: Tx, { review }: SeatedReview, to: ReviewState): Promise<void> {
  if (to !== review.state) await tx.query(`UPDATE review SET state = $2 WHERE id = $1`, [review.id, to]);
  review.state = to;
}

/** What the checks make of bids: each has a row of its own. Why one was rejected stands in the report. */
export async function moveBids(
  tx: Tx,
  { tender, lot }: OpenReview,
  action: 'find_valid' | 'reject',
  ids: readonly string[],
): Promise<void> {
  const to = action === 'reject' ? 'rejected' : 'valid';
  const moved = await setBidStates(tx, to, ids);
  await tx.recordAll(
    moved.map(({ root, from }) => ({
      ...toTenderChange(tender),
      aggregate: 'bid',
      id: root,
      action,
      from,
      to,
      data: { tender: tender.id, lot: lot.no },
    })),
  );
}

/** A panel whose lot has come to its end is dissolved. One that has reported is through: its report stays as it was signed. */
export async function dissolvePanel(tx: Tx, tender: LockedTender, lot: { id: string; no: number }): Promise<void> {
  const [review] = await tx.query<{ id: string; was: string }>(
    `UPDATE review v SET state = 'dissolved' FROM review w
     WHERE v.id = w.id AND v.lot_id = $1 AND v.state NOT IN ('reported', 'dissolved') RETURNING v.id, w.state AS was`,
    [lot.id],
  );
  if (review)
    await tx.record({
      ...toTenderChange(tender),
      aggregate: 'review',
      id: review.id,
      action: 'dissolve',
      from: review.was,
      to: 'dissolved',
      data: { tender: tender.id, lot: lot.no },
    });
}

/** SQL: by how much longer what began at `since` lasts that stood still from `$2` to `$3`. */
const stoodStill = (since: string): string => `($3::timestamptz - greatest($2::timestamptz, ${since}))`;

/** What was running when the lot was suspended runs on for as long as it stood still: explanations of a price, answers to a change. */
export async function prolongReview(tx: Tx, lot: string, suspendedAt: Date | null, now: Date): Promise<void> {
  await tx.query(
    `UPDATE bid_explanation e SET due_at = e.due_at + ${stoodStill('e.asked_at')}
     FROM bid d WHERE d.id = e.bid_id AND d.lot_id = $1 AND e.explained_at IS NULL AND e.settled_at IS NULL AND e.due_at > $2`,
    [lot, suspendedAt, now],
  );
  await tx.query(
    `UPDATE requirement_change SET respond_by = respond_by + ${stoodStill('decided_at')} WHERE lot_id = $1 AND respond_by > $2`,
    [lot, suspendedAt, now],
  );
}
