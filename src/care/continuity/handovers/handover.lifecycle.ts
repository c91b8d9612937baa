import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const HANDOVER_STATES = ['offered', 'acknowledged', 'refused', 'withdrawn'] as const;
export type HandoverState = (typeof HANDOVER_STATES)[number];

/** Regulation article 9: the buyer is spoken for by nobody who sits in either agency. */
const NO_INTEREST = 'acts_with_interest';

/**
 * Recipients of a line passed to another body, which has said so of exactly those that were offered: theirs from the day on
 * which what follows begins. Their numbers stay; a name goes with them where there is a consent or another basis (PIPL articles 13 and 23).
 */
export const handoverLifecycle = defineLifecycle({
  name: 'handover',
  states: HANDOVER_STATES,
  initial: ['offered'],
  final: ['acknowledged', 'withdrawn'],
  transitions: [
    {
      action: 'acknowledge',
      from: ['offered'],
      to: 'acknowledged',
      who: 'handover.receive',
      // The plan, or who is served, may be another since it was offered.
      guards: ['receiver_unfit', 'recipients_changed'],
    },
    { action: 'refuse', from: ['offered'], to: 'refused', who: 'handover.receive', reason: 'required' },
    // Also to another, and of those who are served by now.
    {
      action: 'offer',
      from: ['offered', 'refused'],
      to: 'offered',
      who: 'plan.propose',
      guards: [NO_INTEREST, 'receiver_unfit'],
      reason: 'required',
    },
    // Also what was taken over, until its day: the plan may be another by then.
    {
      action: 'withdraw',
      from: ['offered', 'refused', 'acknowledged'],
      to: 'withdrawn',
      who: 'plan.propose',
      guards: [NO_INTEREST, 'recipients_passed'],
      reason: 'required',
    },
  ],
});
