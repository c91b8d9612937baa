import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

export const AWARD_STATES = ['pending', 'active', 'contracted', 'refused', 'invalidated', 'cancelled'] as const;
export type AwardState = (typeof AWARD_STATES)[number];
export type AwardAction = 'publish' | 'refuse' | 'be_heard' | 'record_refusal' | 'invalidate' | 'cancel' | 'contract';

/** One award per lot is active; its amount is the offer. Who refuses may be followed by the next rank. */
export const awardLifecycle = defineLifecycle<AwardState, AwardAction>({
  name: 'award',
  states: AWARD_STATES,
  initial: ['pending'],
  final: ['refused', 'invalidated', 'cancelled'],
  transitions: [
    { action: 'publish', from: ['pending'], to: 'active', who: 'system' },
    { action: 'refuse', from: ['active'], to: 'refused', who: 'award.refuse', reason: 'required' },
    // Another is to decide whether the lot ends: what its winner has to say of it, once.
    { action: 'be_heard', from: ['active'], who: 'award.refuse', guards: ['ending_not_proposed', 'heard_already'] },
    // A winner that keeps silent until the 30 days for signing are over (Law article 46).
    {
      action: 'record_refusal',
      from: ['active'],
      to: 'refused',
      who: 'tender.manage',
      // It is the winner that kept silent, and nothing else that kept the parties from signing.
      guards: ['signing_period_running', 'draft_absent', 'winner_signed', 'purchase_suspended', 'remedy_unapplied'],
      reason: 'required',
    },
    {
      action: 'invalidate',
      from: ['active', 'contracted'],
      to: 'invalidated',
      who: 'system',
      reason: 'required',
      retells: 'withdrawal',
    },
    { action: 'cancel', from: ['pending', 'active'], to: 'cancelled', who: 'system', reason: 'required' },
    { action: 'contract', from: ['active'], to: 'contracted', who: 'system' },
  ],
});
