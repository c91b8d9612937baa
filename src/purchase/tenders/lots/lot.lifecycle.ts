import { defineLifecycle, defineTransitions, type ActionOf } from '../../../kernel/actions/lifecycle.js';
import { LOT_AWARDING } from './lot-award-actions.js';
import { LOT_CONSULTATION } from './lot-consultation-actions.js';
import { LOT_REMEDIES } from './lot-remedy-actions.js';
import { LOT_REVIEW } from './lot-review-actions.js';
import { LOT_STATES } from './lot-states.js';

const OPENING = defineTransitions([
  { action: 'close', from: ['open'], to: 'closed', who: 'clock' },
  {
    action: 'request_opening',
    // An open tender is opened at its deadline: the first person asks within the hour before it.
    from: ['open', 'closed'],
    who: 'tender.open',
    guards: ['opening_too_early', 'opening_requested', 'opener_has_interest'],
  },
  {
    action: 'withdraw_opening_request',
    from: ['open', 'closed'],
    who: 'tender.open',
    guards: ['opening_not_requested', 'opener_is_not_requester'],
  },
  {
    action: 'open_bids',
    from: ['closed'],
    to: ['opened', 'failed'],
    who: 'tender.open',
    // Two different persons. Fewer than three suppliers at the deadline: the lot fails, its bids stay sealed for good.
    // Not before the instant for which it is called: of a consultation as its documents say.
    guards: [
      'opening_not_requested',
      'opener_is_requester',
      'opener_has_interest',
      'opening_too_early',
      'opening_late_unexplained',
    ],
  },
]);

/**
 * A lot of a tender conducted here, from its issue on: each fails, is awarded and is contracted alone. Consultation: Caiku
 * [2014] 214 and [2015] 124; open tender: Order 87. What `system` does follows from another step: too few suppliers are an
 * outcome, not a refusal.
 */
export const lotLifecycle = defineLifecycle({
  name: 'lot',
  states: LOT_STATES,
  initial: ['open'],
  final: ['contracted', 'failed', 'cancelled'],
  transitions: [...OPENING, ...LOT_REVIEW, ...LOT_CONSULTATION, ...LOT_AWARDING, ...LOT_REMEDIES],
});

export type LotAction = ActionOf<typeof lotLifecycle>;
