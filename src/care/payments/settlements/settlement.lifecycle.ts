import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const SETTLEMENT_STATES = ['proposed', 'confirmed', 'returned', 'withdrawn'] as const;
export type SettlementState = (typeof SETTLEMENT_STATES)[number];

/**
 * What a period comes to where a contract is paid by the unit. The agency proposes it, counted from the records; nobody types
 * a sum. The buyer confirms it, and an instalment follows, or returns it: what is proposed anew is another settlement.
 */
export const settlementLifecycle = defineLifecycle({
  name: 'settlement',
  states: SETTLEMENT_STATES,
  initial: ['proposed'],
  final: ['confirmed', 'returned', 'withdrawn'],
  transitions: [
    {
      action: 'confirm',
      from: ['proposed'],
      to: 'confirmed',
      who: 'payment.request',
      // Regulation article 9, as for the instalment itself.
      // What was rescinded or closed since is settled no more; what was proposed of it is returned or withdrawn.
      guards: ['acts_with_interest', 'contract_not_running', 'deduction_unknown', 'settlement_outdated'],
    },
    // State Council Order 802 article 14: the sum of a small enterprise is not left unconfirmed for reasons of the payer's own.
    {
      action: 'return',
      from: ['proposed'],
      to: 'returned',
      who: 'payment.request',
      guards: ['acts_with_interest', 'reason_not_lawful'],
      reason: 'required',
    },
    { action: 'withdraw', from: ['proposed'], to: 'withdrawn', who: 'invoice.submit', reason: 'required' },
  ],
});
