import { guard, subject, type Root } from '../../../kernel/actions/action.js';
import { Lot } from '../../tenders/lots/lot.entity.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import { ownBid, type OwnBid } from './own-bid.js';

/** A lot in consultation as one of its suppliers meets it. Nothing in it tells of another supplier. */
export interface LotOfSupplier extends Root<LotStateHere> {
  /** Its `in_time` is that of the step. */
  place: OwnBid;
  /** Whether an own final offer lies there. */
  offered: boolean;
}

export const lotOfSupplier = (place: OwnBid, offered: boolean): LotOfSupplier => ({
  id: place.lot,
  version: place.version,
  state: place.lot_state,
  place,
  offered,
});

/**
 * A supplier's steps in a consultation. Who has made a final offer is a secret until the deadline of all, and a refused
 * withdrawal would tell of one: services take them, which ask the table and its guards.
 */
export const supplierSubject = subject<LotOfSupplier, 'bids/:id/consultation', Lot>({
  lifecycle: lotLifecycle,
  actions: ['submit_response', 'withdraw_from_consultation', 'submit_final_offer'],
  path: 'bids/:id/consultation',
  entity: Lot,
  permit: 'bid.make',
  refuses: ['seat_after_issue'],
  unrecorded: true,
  unversioned: ['submit_response', 'submit_final_offer'],
  routes: {
    submit_response: { method: 'POST', segment: 'responses' },
    withdraw_from_consultation: { method: 'POST', segment: 'actions/withdraw' },
    submit_final_offer: { method: 'POST', segment: 'final-offer' },
  },
  lock: async (tx, { id }) => lotOfSupplier(await ownBid(tx.manager, tx.principal, id), false),
  // Whose the bid is was asked when it was found.
  heldBy: ({ principal }) => Promise.resolve(principal.permissions),
  audience: ({ place }) => ({ tenants: [place.bidder] }),
  guards: {
    not_in_consultation: guard({}, (_, { root: { place } }) =>
      place.state === 'valid' ? null : { facts: { state: place.state } },
    ),
    response_not_asked: guard({}, (_, { root: { place } }) =>
      place.asked !== null && !place.asked.answered ? null : {},
    ),
    final_offer_made: guard({}, (_, { root }) => (root.offered ? {} : null)),
    deadline_passed: guard({}, (_, { root: { place } }) => (place.in_time ? null : {})),
  },
});
