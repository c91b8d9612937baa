import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';
import type { Permission } from '../roles.js';

export type RegistrationState = 'received' | 'confirmed' | 'rejected';

const WHO = 'registration.decide' satisfies Permission;

/** An agency asks for an account; an administrator who has seen its papers decides. A rejected agency may ask again. */
export const registrationLifecycle = defineLifecycle({
  name: 'registration',
  states: ['received', 'confirmed', 'rejected'],
  initial: ['received'],
  final: ['confirmed', 'rejected'],
  transitions: [
    {
      action: 'confirm',
      from: ['received'],
      to: 'confirmed',
      who: WHO,
      guards: ['credit_code_registered'],
      reason: 'optional',
    },
    { action: 'reject', from: ['received'], to: 'rejected', who: WHO, reason: 'required' },
  ],
});
