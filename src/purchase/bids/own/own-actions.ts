import type { Principal } from '../../../kernel/access/principal.js';
import { linkAllowedActions, type AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import type { BidHead } from '../bid-head.js';
import type { BidState } from '../bid.lifecycle.js';
import type { BidPlace } from '../bid-place.js';
import { bidSubject } from '../bid.subject.js';

type Caller = Pick<Principal, 'permissions'>;
type Place = Pick<BidPlace, 'lot_state' | 'in_time'>;

/** Of a bid that was not opened: what lapsed or was never looked into stays sealed for good. */
export function deriveSealedState(head: BidHead | null, place: Place): BidState {
  if (head === null) return 'unreadable';
  if (place.lot_state !== 'open' && place.lot_state !== 'suspended') return 'sealed_for_good';
  return head.state !== 'submitted' && !place.in_time ? 'sealed_for_good' : head.state;
}

/** What its bidder may do with a bid that was not opened. */
export const listSealedActions = (id: string, state: BidState, place: Place, caller: Caller): AllowedActionDto[] =>
  place.in_time
    ? linkAllowedActions(bidSubject, state, { id }, caller).filter(
        ({ action }) => action !== 'submit' || place.lot_state === 'open',
      )
    : [];

/** The same with one that was opened: an own copy may stand for what could not be read. */
export const listOpenedActions = (
  { id, state, restorable }: { id: string; state: BidState; restorable: boolean },
  lotState: string | null,
  caller: Caller,
): AllowedActionDto[] =>
  linkAllowedActions(bidSubject, state, { id }, caller).filter(({ action }) =>
    action === 'restore_final_offer' ? restorable : lotState === 'opened',
  );
