import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { tenderStateOf } from '../bids/opening/opening.rules.js';
import { sayFacts } from '../tenders/conducted/action-facts.js';
import type { LotAction, LotStateHere } from '../tenders/lots/lot.states.js';
import { changeOf } from '../tenders/open-tender.js';
import { changeOfReview, seated, type OpenReview, type SeatedReview } from './open-review.js';
import type { ReviewAction, ReviewState } from './review.lifecycle.js';

/** Whoever names a version changes the tender's; what a member does alone leaves it as it is. */
export const newVersion = (tx: Tx, { tender }: Pick<OpenReview, 'tender'>): Promise<unknown> =>
  tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [tender.id]);

/** Writes where a lot stands, and its tender with it. */
export async function storeLot(tx: Tx, { tender, lot }: OpenReview, to: LotStateHere): Promise<void> {
  if (to === lot.state) return;
  await tx.query(`UPDATE lot SET state = $2 WHERE id = $1`, [lot.id, to]);
  const lots = await tx.query<{ state: string }>(`SELECT state FROM lot WHERE tender_id = $1`, [tender.id]);
  await tx.query(`UPDATE tender SET state = $2 WHERE id = $1`, [tender.id, tenderStateOf(lots.map((l) => l.state))]);
  lot.state = to;
}

/** Tells in public that the lot failed; its panel is dissolved. */
export async function endReview(tx: Tx, open: OpenReview): Promise<void> {
  const on = todayInShanghai(await tx.now());
  await sayFacts(tx, open.tender.id, [
    { kind: 'failure', lot: open.lot.no, data: { on, publishedOn: on, reason: '合格供应商不足法定家数' } },
  ]);
  if (open.review !== null && open.review.state !== 'dissolved')
    await moveReview(tx, seated(open), 'dissolve', 'dissolved');
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
    ...changeOf(tender),
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
  { tender, lot, bids }: OpenReview,
  action: 'find_valid' | 'reject',
  ids: readonly string[],
): Promise<void> {
  const to = action === 'reject' ? 'rejected' : 'valid';
  const moved = await tx.query<{ id: string; root: string }>(
    `UPDATE bid SET state = $2, version = version + 1 WHERE id = ANY ($1::uuid[])
     RETURNING id, coalesce(envelope_id, id) AS root`,
    [ids, to],
  );
  await tx.recordAll(
    moved.map(({ id, root }) => ({
      ...changeOf(tender),
      aggregate: 'bid',
      // Its life before the opening is told under the id of its envelope.
      id: root,
      action,
      from: bids.find((bid) => bid.id === id)?.state,
      to,
      data: { tender: tender.id, lot: lot.no },
    })),
  );
}
