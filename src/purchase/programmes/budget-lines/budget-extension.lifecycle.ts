import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const EXTENSION_STATES = ['requested', 'granted', 'refused', 'withdrawn'] as const;
export type ExtensionState = (typeof EXTENSION_STATES)[number];

/** A later day until which money may be used. The day of the line never refuses a payment; this is what moves it. */
export const budgetExtensionLifecycle = defineLifecycle({
  name: 'budget_extension',
  states: EXTENSION_STATES,
  initial: ['requested'],
  final: ['granted', 'refused', 'withdrawn'],
  transitions: [
    {
      action: 'grant',
      from: ['requested'],
      to: 'granted',
      who: 'budget.extend',
      guards: ['requester_decides', 'extension_outdated'],
    },
    { action: 'refuse', from: ['requested'], to: 'refused', who: 'budget.extend', reason: 'required' },
    { action: 'withdraw', from: ['requested'], to: 'withdrawn', who: 'programme.manage', reason: 'optional' },
  ],
});
