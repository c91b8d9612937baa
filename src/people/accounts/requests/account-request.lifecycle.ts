import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';
import type { Permission } from '../roles.js';

export type RequestState = 'asked' | 'agreed' | 'refused';

/**
 * What one administrator asks of an account, or of what a body is known by, gives and changes nothing until somebody else has agreed: a manager of the body, or where
 * it has none a second administrator. Who sits there, and who holds the account, may object for as long as it is not in force.
 */
export const accountRequestLifecycle = defineLifecycle({
  name: 'account_request',
  states: ['asked', 'agreed', 'refused'],
  initial: ['asked'],
  final: ['agreed', 'refused'],
  transitions: [
    {
      action: 'agree',
      from: ['asked'],
      to: 'agreed',
      who: 'user.manage' satisfies Permission,
      guards: [
        ...['asked_by_you', 'proposer_decides', 'own_account', 'body_has_manager', 'seats_conflict'],
        ...['codes_of_one_body', 'correction_unfit'],
      ],
      reason: 'optional',
    },
    {
      action: 'refuse',
      from: ['asked', 'agreed'],
      to: 'refused',
      who: 'account_request.answer' satisfies Permission,
      guards: ['in_force_already'],
      reason: 'optional',
    },
  ],
});
