import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';
import type { Permission } from '../roles.js';

export type RegistrationState = 'received' | 'asked' | 'confirmed' | 'rejected' | 'withdrawn';

const WHO = 'registration.decide' satisfies Permission;

/** An agency asks for an account; an administrator who has seen its papers decides, or asks for what is missing. A rejected agency may ask again. */
export const registrationLifecycle = defineLifecycle({
  name: 'registration',
  states: ['received', 'asked', 'confirmed', 'rejected', 'withdrawn'],
  initial: ['received'],
  final: ['confirmed', 'rejected', 'withdrawn'],
  transitions: [
    {
      action: 'confirm',
      from: ['received'],
      to: 'confirmed',
      who: WHO,
      guards: ['credit_code_registered', 'body_no_supplier'],
      reason: 'optional',
    },
    { action: 'ask', from: ['received'], to: 'asked', who: WHO, reason: 'required' },
    { action: 'reject', from: ['received', 'asked'], to: 'rejected', who: WHO, reason: 'required' },
    // By the applicant, with the claim code.
    { action: 'correct', from: ['received', 'asked'], to: 'received', who: 'system', retells: 'correction' },
    { action: 'withdraw', from: ['received', 'asked'], to: 'withdrawn', who: 'system' },
  ],
});
