import { defineLifecycle } from '../../../../kernel/actions/lifecycle.js';

export const METHOD_CHANGE_STATES = ['requested', 'not_required', 'granted', 'refused', 'withdrawn'] as const;
export type MethodChangeState = (typeof METHOD_CHANGE_STATES)[number];

/** Another method for lots that failed: asked for by the buyer, decided by the finance authority before the purchase begins. */
export const methodChangeLifecycle = defineLifecycle({
  name: 'method_change',
  states: METHOD_CHANGE_STATES,
  // No approval is needed where the law asks for none of the method.
  initial: ['requested', 'not_required'],
  final: ['not_required', 'granted', 'refused', 'withdrawn'],
  transitions: [
    {
      action: 'grant',
      from: ['requested'],
      to: 'granted',
      who: 'method.approve',
      // Law article 37: a city with districts or above; of a negotiation with the two that are left the same level.
      guards: ['requester_decides', 'authority_level_too_low'],
      reason: 'optional',
    },
    { action: 'refuse', from: ['requested'], to: 'refused', who: 'method.approve', reason: 'required' },
    { action: 'withdraw', from: ['requested'], to: 'withdrawn', who: 'tender.manage', reason: 'optional' },
  ],
});
