import { subject, type Root } from '../../kernel/actions/action.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { LOT_CONSULTATION } from '../tenders/lots/lot-consultation-actions.js';
import { Lot } from '../tenders/lots/lot.entity.js';
import { lotLifecycle } from '../tenders/lots/lot.lifecycle.js';
import { LOT_REVIEW } from '../tenders/lots/lot-review-actions.js';
import type { LotStateHere } from '../tenders/lots/lot-states.js';
import { toTenderChange } from '../tenders/open-tender.js';
import { CONSULTATION_GUARDS } from './consultation/consultation-guards.js';
import { openReview, type OpenReview } from './open-review.js';
import type { LotDto } from './review.dto.js';
import { LOT_GUARDS } from './review-guards.js';
import { openReviewForAction } from './panel/own-seat.js';
import { endReview, newVersion, storeLot } from './review-moves.js';

/** A lot under review, under the lock of its tender; its version is the tender's, or that of the caller's own seat. */
export interface LockedLotReview extends OpenReview, Root<LotStateHere> {}

/**
 * What the caller may do in the review of a lot: for the buyer or its agent by a seat there, for the panel by sitting in it.
 * Whether it is the buyer's or the panel's to qualify the bidders, the guard says.
 */
export function heldInReview({ permissions }: Pick<Principal, 'permissions'>, { held, me }: OpenReview): Set<string> {
  const own = ['bid.qualify', ...(me === null ? [] : ['panel.act'])];
  return new Set(
    [...[...held].filter((permission) => permission !== 'panel.act'), ...own].filter((p) => permissions.has(p)),
  );
}

/** Law article 57: nothing of a review goes on while its lot is suspended. @throws Problem `wrong_state` */
export function assertRunningLot({ lot }: OpenReview): void {
  if (lot.state === 'suspended') throw new Problem('wrong_state', { facts: { state: lot.state } });
}

/** What the panel, the buyer or its agent do to a lot in its review, and in the talks of a consultation. */
export const lotReviewSubject = subject<LockedLotReview, 'tenders/:id/review', Lot>({
  lifecycle: lotLifecycle,
  actions: [...LOT_REVIEW, ...LOT_CONSULTATION]
    .filter(({ who }) => who.includes('.') && who !== 'bid.make')
    .map(({ action }) => action),
  path: 'tenders/:id/review',
  entity: Lot,
  permit: 'panel.act',
  refuses: ['conducted_elsewhere'],
  async lock(tx, { id }, action, _, given) {
    const open = await openReviewForAction(tx, id, (given as LotDto).lot, action);
    return { ...open, id: open.lot.id, state: open.lot.state };
  },
  catchUp(_, root) {
    assertRunningLot(root);
    return Promise.resolve(root);
  },
  // What one member finds changes that member's seat; the finding that decides changes the tender as well.
  async store(tx, root, to) {
    await storeLot(tx, root, to);
    await newVersion(tx, root);
  },
  heldBy: ({ principal }, root) => Promise.resolve(heldInReview(principal, root)),
  audience: ({ tender }) => toTenderChange(tender),
  eventData: ({ tender, lot }) => ({ tender: tender.id, no: lot.no }),
  // A lot that fails says so, and its panel has nothing left to do.
  async after({ tx, root }) {
    if (root.lot.state === 'failed') await endReview(tx, root);
  },
  guards: { ...LOT_GUARDS, ...CONSULTATION_GUARDS },
});

/** Locks a lot under review for a step outside the engine: of a supplier, or on a member's own sheet. @throws Problem `wrong_state` */
export async function lockLotReview(
  tx: Tx,
  tender: string,
  lot: number,
  mode?: 'FOR NO KEY UPDATE' | 'FOR SHARE',
): Promise<OpenReview> {
  const open = await openReview(tx, tender, lot, mode);
  assertRunningLot(open);
  return open;
}
